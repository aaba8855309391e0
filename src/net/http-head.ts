import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/** Field names in lower case; fields of the same name joined by a comma. */
export type HttpHeaders = Readonly<Record<string, string>>;

export function httpHeaders(message: IncomingMessage): HttpHeaders {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** The head of a request that is about to be sent, as octets. */
export function requestHead(request: ClientRequest): Buffer {
  const fields = request.getRawHeaderNames().map((name): [string, string] => {
    return [name, fieldText(request.getHeader(name))];
  });
  return head(`${request.method} ${request.path} HTTP/1.1`, fields);
}

/** The head of a received response, as octets. */
export function responseHead(response: IncomingMessage): Buffer {
  const raw = response.rawHeaders;
  const fields: [string, string][] = [];
  for (let index = 0; index < raw.length; index += 2) fields.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return head(`HTTP/${response.httpVersion} ${response.statusCode} ${response.statusMessage}`, fields);
}

function fieldText(value: OutgoingHttpHeaders[string]): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

function head(startLine: string, fields: readonly (readonly [string, string])[]): Buffer {
  const lines = fields.map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${[startLine, ...lines].join('\r\n')}\r\n\r\n`);
}
