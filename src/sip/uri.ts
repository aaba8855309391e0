export { sameUri } from './same-uri.ts';
export { parseUri, type Uri, type UriParts, uriText } from './uri-syntax.ts';
