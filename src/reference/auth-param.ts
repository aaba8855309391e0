const authParam = /\s*([^\s=,"]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,"]*)\s*(?:,|$)/gy;

/** Takes one parameter out of credentials or a challenge and leaves everything else as it is written. */
export function removeAuthParam(credentials: string, name: string): string {
  return editAuthParams(credentials, (params) => params.filter(([key]) => key.toLowerCase() !== name));
}

/** The same parameters backwards and quoted. */
export function rewriteAuthParams(credentials: string): string {
  return editAuthParams(credentials, (params) =>
    params
      .map(([key, value]): [string, string] => [key, value.startsWith('"') ? value : `"${value}"`])
      .reverse(),
  );
}

type AuthParams = readonly (readonly [name: string, value: string])[];

function editAuthParams(credentials: string, edit: (params: AuthParams) => AuthParams): string {
  const scheme = /^\s*(\S+)\s+/.exec(credentials);
  if (!scheme) return credentials;
  const matches = credentials.slice(scheme[0].length).matchAll(authParam);
  const params = [...matches].map(([, name = '', value = '']): [string, string] => [name, value]);
  const edited = edit(params);
  if (edited.length === params.length && edited.every((param, index) => param === params[index]))
    return credentials;
  return `${scheme[1]} ${edited.map(([name, value]) => `${name}=${value}`).join(', ')}`;
}
