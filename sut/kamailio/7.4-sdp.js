// What 24.371 7.4.1 and 7.4.2 ask of the lines of a session description and rtpengine does not do: it takes a line of
// the WIC for a line of the core, one to one, and leaves attributes of WebRTC where they are. So every description is
// brought into the core's order before rtpengine sees it, and into the order of its addressee afterwards.
// ECMAScript 5, run by Kamailio's app_jsdt. `$var(sdp)` is the description, before and after. `$var(lines)` is what
// has to be remembered between two descriptions of a dialog: for each line of the WIC, in its order,
//   core  its index in the descriptions on Mw, -1 while it is none of them
//   mid   its identification tag, if the WIC gave one
//   m     what a rejection repeats: media, port 0, proto and formats
//   mismatch  ICE cannot be done on it

/** Media-plane extensions that end at the access edge (23.228 U.1.1): ICE, DTLS-SRTP, multiplexing, WebRTC's tags. */
var ACCESS_ONLY = [
  'candidate', 'remote-candidates', 'end-of-candidates', 'ice-ufrag', 'ice-pwd', 'ice-lite', 'ice-options',
  'ice-mismatch', 'ice-pacing', 'fingerprint', 'setup', 'connection', 'tls-id', 'identity', 'crypto', 'rtcp-mux',
  'rtcp-mux-only', 'rtcp-rsize', 'bundle-only', 'extmap', 'extmap-allow-mixed', 'ssrc', 'ssrc-group', 'msid',
  'msid-semantic', 'rid', 'simulcast', '3ge2ae'
];

/** What makes a line one with ICE. */
var ICE = ['candidate', 'remote-candidates', 'end-of-candidates', 'ice-ufrag', 'ice-pwd', 'ice-options'];

/** A description of the WIC, before rtpengine. `role`: offer or answer. Leaves '' when no line is left for the core. */
function fromWic(role) {
  var sdp = parse(KSR.pv.get('$var(sdp)'));
  var lines = remembered();
  if (role === 'offer') noteOffer(sdp, lines);
  // Lines in the core's order: `core` is where each goes. What the core must not see has no place.
  var media = [];
  sdp.media.forEach(function (section, i) {
    var line = lines[i];
    if (!line || line.core < 0) return;
    var known = without(section, ['bundle-only', '3ge2ae', 'tls-id'].concat(line.mismatch ? ICE : []));
    media[line.core] = addressed(sdp, known.filter(isNoNamedRtcp));
  });
  // Credentials at session level would be those of the lines that have lost theirs.
  if (lines.some(function (line) { return line.mismatch; })) sdp.session = without(sdp.session, ICE);
  sdp.media = media.filter(function (section) { return section !== undefined; });
  ungroup(sdp);
  KSR.pv.sets('$var(lines)', JSON.stringify(lines));
  KSR.pv.sets('$var(sdp)', sdp.media.length === 0 ? '' : text(sdp));
  return 1;
}

/** A description of the core, before rtpengine: what an access network of its own may have left in it. */
function fromCore(role) {
  var sdp = parse(KSR.pv.get('$var(sdp)'));
  var lines = remembered();
  if (role === 'offer') {
    sdp.media.forEach(function (section, j) {
      // A line that the core adds is one more for the WIC, behind all that it knows.
      var known = lines.some(function (line) { return line.core === j; });
      if (!known) lines.push({ core: j, mid: String(lines.length), m: rejection(section[0]) });
    });
  }
  sdp.media = sdp.media.map(function (section) { return without(section, ['bundle-only', '3ge2ae', 'mid']); });
  ungroup(sdp);
  KSR.pv.sets('$var(lines)', JSON.stringify(lines));
  KSR.pv.sets('$var(sdp)', text(sdp));
  return 1;
}

/** A description for the core, after rtpengine. */
function toCore() {
  var sdp = parse(KSR.pv.get('$var(sdp)'));
  var grouped = sdp.session.some(function (line) { return attribute(line) === 'group'; });
  sdp.session = without(sdp.session, ACCESS_ONLY);
  sdp.media = sdp.media.map(function (section) {
    // Feedback is the profile's with F (RFC 4585 4.2); the tags only serve groups, and BUNDLE is gone.
    var gone = ACCESS_ONLY.concat(/AVPF /.test(section[0]) ? [] : ['rtcp-fb'], grouped ? [] : ['mid']);
    return without(section, gone);
  });
  KSR.pv.sets('$var(sdp)', text(sdp));
  return 1;
}

/** A description for the WIC, after rtpengine. `role`: offer or answer. */
function toWic(role) {
  var sdp = parse(KSR.pv.get('$var(sdp)'));
  var answered = sdp.media;
  sdp.session = without(sdp.session, ['3ge2ae']);
  sdp.media = remembered().map(function (line) {
    var section = answered[line.core];
    var mid = line.mid === undefined ? [] : ['a=mid:' + line.mid];
    // 7.4.1: the line that was kept from the core is rejected where it stood (RFC 3264 6).
    if (section === undefined) return [line.m].concat(mid);
    section = without(section, ['bundle-only', '3ge2ae', 'mid']).concat(mid);
    if (role === 'answer' && line.mismatch && port(section[0]) !== '0') section.push('a=ice-mismatch');
    // 7.4.2: e2ae security is applied (24.229 7.5.2), in every RTP line that is not disabled.
    if (role === 'offer' && isRtp(section[0]) && port(section[0]) !== '0') section.push('a=3ge2ae:applied');
    return section;
  });
  // Without a line of its own a rejected one would lack an address if none stands above (RFC 4566 5.7).
  if (!sdp.session.some(isConnection)) {
    sdp.media = sdp.media.map(function (section) {
      return section.some(isConnection) ? section : [section[0], 'c=IN IP4 0.0.0.0'].concat(section.slice(1));
    });
  }
  ungroup(sdp);
  KSR.pv.sets('$var(sdp)', text(sdp));
  return 1;
}

/** Gives every line of the WIC's offer its place on Mw, if it gets one. */
function noteOffer(sdp, lines) {
  var next = lines.reduce(function (most, line) { return Math.max(most, line.core + 1); }, 0);
  sdp.media.forEach(function (section, i) {
    var line = lines[i];
    // A line that was kept from the core and refused to the WIC stays so until the WIC wants it in another way.
    var idle = line !== undefined && port(section[0]) === '0';
    if (line === undefined) lines[i] = line = { core: -1 };
    // Places are never given up: the core keeps the lines it once saw (RFC 3264 8).
    if (line.core < 0 && !idle && forCore(section)) {
      line.core = next;
      next += 1;
    }
    line.m = rejection(section[0]);
    line.mismatch = mismatches(sdp, section);
    var mid = values(section, 'mid')[0];
    if (mid !== undefined) line.mid = mid;
  });
}

/** 7.4.1: bundle-only lines are removed. So are lines other than RTP: the core knows no data channel of a browser. */
function forCore(section) {
  return isRtp(section[0]) && section.indexOf('a=bundle-only') < 0;
}

/** 7.4.1, 7.4.2: no BUNDLE group passes, in neither direction. Other groups lose the tags of lines that are gone. */
function ungroup(sdp) {
  var mids = [];
  sdp.media.forEach(function (section) { mids = mids.concat(values(section, 'mid')); });
  sdp.session = sdp.session.map(function (line) {
    if (attribute(line) !== 'group') return line;
    var words = line.slice('a=group:'.length).split(' ');
    var tags = words.slice(1).filter(function (tag) { return mids.indexOf(tag) >= 0; });
    return words[0] === 'BUNDLE' || tags.length < 2 ? undefined : 'a=group:' + words[0] + ' ' + tags.join(' ');
  }).filter(function (line) { return line !== undefined; });
}

/**
 * A browser that has not yet found its candidates, or hides them, says 0.0.0.0. To rtpengine that is hold in the way of
 * RFC 2543, and it tells the core so. With ICE the address is never sent to, so any other does (RFC 8839 4.2.5).
 */
function addressed(sdp, section) {
  var connection = section.filter(isConnection)[0] || sdp.session.filter(isConnection)[0] || '';
  if (!/ (0\.0\.0\.0|::)$/.test(connection) || values(section.concat(sdp.session), 'ice-ufrag').length === 0) return section;
  return [section[0], 'c=IN IP4 192.0.2.1'].concat(section.slice(1).filter(function (line) { return !isConnection(line); }));
}

/**
 * RFC 5245 5.1: ICE is not for a line whose default destination is none of its candidates, as when something on the way
 * has rewritten one and not the other. A host name, 0.0.0.0 and port 9 are no such destination (RFC 8839 4.2.5).
 */
function mismatches(sdp, section) {
  var candidates = values(section, 'candidate').map(function (value) { return value.split(' '); });
  var connection = section.filter(isConnection)[0] || sdp.session.filter(isConnection)[0] || '';
  var address = connection.split(' ')[2];
  if (candidates.length === 0 || port(section[0]) === '9' || !/^[0-9.]+$|:/.test(address)) return false;
  if (address === '0.0.0.0' || address === '::') return false;
  return !candidates.some(function (words) {
    return words[1] === '1' && words[4] === address && words[5] === port(section[0]);
  });
}

function remembered() {
  var kept = KSR.pv.get('$var(lines)');
  return typeof kept === 'string' && kept !== '' ? JSON.parse(kept) : [];
}

/** Lines before the first m= line, and those of each m= line. */
function parse(body) {
  var sdp = { session: [], media: [] };
  String(body).split(/\r\n|\n/).forEach(function (line) {
    if (line === '') return;
    if (line.indexOf('m=') === 0) sdp.media.push([line]);
    else if (sdp.media.length === 0) sdp.session.push(line);
    else sdp.media[sdp.media.length - 1].push(line);
  });
  return sdp;
}

function text(sdp) {
  return [].concat.apply(sdp.session, sdp.media).concat('').join('\r\n');
}

/** Name of the attribute in a line, undefined for other lines. */
function attribute(line) {
  var found = /^a=([^:]*)/.exec(line);
  return found ? found[1] : undefined;
}

function without(section, names) {
  return section.filter(function (line) { return names.indexOf(attribute(line)) < 0; });
}

function values(section, name) {
  return section.filter(function (line) { return attribute(line) === name; })
    .map(function (line) { return line.slice(name.length + 3); });
}

/** rtpengine passes on an `a=rtcp` with a host name, as browsers have it, and adds its own: the core would see both. */
function isNoNamedRtcp(line) {
  return !/^a=rtcp:\d+ IN IP[46] [^\s]*[g-zG-Z]/.test(line);
}

function isConnection(line) {
  return line.indexOf('c=') === 0;
}

function isRtp(m) {
  return /^m=\S+ \S+ \S*RTP\//.test(m);
}

function port(m) {
  return m.split(' ')[1].split('/')[0];
}

function rejection(m) {
  var words = m.split(' ');
  words[1] = '0';
  return words.join(' ');
}
