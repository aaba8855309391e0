// 24.371 6.4.2, 33.203 X.3.2.3: what an access token says, as the WAF tells it by introspection (RFC 7662).
// ECMAScript 5, run by Kamailio's app_jsdt.

/** Reads Authorization in $var(authorization), and makes the body of the introspection request in $var(form). */
function askAboutToken() {
  // Both ways of writing it: Bearer access_token="TOKEN" (24.371 A.3.2) and Bearer TOKEN (RFC 8898).
  var written = /^bearer\s+(?:access_token\s*=\s*)?"?([A-Za-z0-9\-._~+\/]+=*)"?\s*$/i.exec(variable('authorization'));
  KSR.pv.sets('$var(token)', written ? written[1] : '');
  KSR.pv.sets('$var(form)', written ? 'token_type_hint=access_token&token=' + encodeURIComponent(written[1]) : '');
  return 1;
}

/**
 * Judges the answer in $var(introspected). $var(refusal) is the error code of RFC 6750 3.1, '' for a good token; then
 * $var(impi) and, comma separated, $var(impus) are its identities.
 */
function judgeToken() {
  var claims = parsed(variable('introspected'));
  KSR.pv.sets('$var(refusal)', refusalOf(claims));
  KSR.pv.sets('$var(impi)', String(claims.impi));
  KSR.pv.sets('$var(impus)', listOf(claims.impus).join(','));
  return 1;
}

/** Every claim counts, though the WAF calls the token active: it knows of its validity, not for whom and what. */
function refusalOf(claims) {
  var now = Date.now() / 1000;
  var leeway = Number(setting('LEEWAY'));
  if (claims.active !== true) return 'invalid_token';
  if (typeof claims.exp !== 'number' || claims.exp + leeway <= now) return 'invalid_token';
  if (claims.nbf !== undefined && !(claims.nbf - leeway <= now)) return 'invalid_token';
  if (claims.iss !== undefined && claims.iss !== setting('ISSUER')) return 'invalid_token';
  if (listOf(claims.aud).indexOf(setting('AUDIENCE')) < 0) return 'invalid_token';
  // 33.203 X.3.2.3: the WWSF that got the token must be one that may.
  if (String(claims.wwsf || claims.client_id) !== setting('WWSF')) return 'invalid_token';
  if (typeof claims.impi !== 'string' || claims.impi === '' || listOf(claims.impus).length === 0) return 'invalid_token';
  var scopes = String(claims.scope).split(' ');
  var missing = setting('SCOPE').split(' ').filter(function (scope) { return scope !== '' && scopes.indexOf(scope) < 0; });
  return missing.length > 0 ? 'invalid_scope' : '';
}

/** An answer that is no JSON object says nothing. */
function parsed(body) {
  try {
    return Object(JSON.parse(body));
  } catch (reason) {
    return {};
  }
}

function listOf(value) {
  return (Array.isArray(value) ? value : [value]).filter(function (each) {
    return typeof each === 'string' && each !== '';
  });
}

function setting(name) {
  return String(KSR.pv.get('$env(EPC_WAF_' + name + ')') || '');
}

function variable(name) {
  return String(KSR.pv.get('$var(' + name + ')'));
}
