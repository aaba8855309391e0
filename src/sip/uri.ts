export { sameUri } from './same-uri.ts';
export { parseUri, type Uri, uriText } from './uri-syntax.ts';
