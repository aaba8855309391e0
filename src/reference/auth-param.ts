const authParam = /\s*([^\s=,"]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,"]*)\s*(?:,|$)/gy;

/** Takes one parameter out of credentials or a challenge and leaves everything else as it is written. */
export function removeAuthParam(credentials: string, name: string): string {
  const scheme = /^\s*(\S+)\s+/.exec(credentials);
  if (!scheme) return credentials;
  const rest = credentials.slice(scheme[0].length);
  const params = [...rest.matchAll(authParam)];
  const kept = params.filter((match) => match[1]?.toLowerCase() !== name);
  if (kept.length === params.length) return credentials;
  return `${scheme[1]} ${kept.map((match) => `${match[1]}=${match[2]}`).join(',')}`;
}
