import type { IncomingMessage } from 'node:http';
import { request as requestPlain } from 'node:http';
import { type RequestOptions, request as requestSecure } from 'node:https';
import { type HttpHeaders, httpHeaders } from './http-head.ts';
import { ConnectionFailed } from './link.ts';
import { trustIn } from './trust.ts';

export interface HttpQuestion {
  /** `https:` or `http:` */
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** PEM to verify the server's certificate with: a CA, or that certificate itself. Absent: the system's CAs. */
  readonly ca?: string | undefined;
  /** How long it may take until the answer is there whole, in milliseconds. */
  readonly maxMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** Every Set-Cookie field, in order. */
  readonly cookies: readonly string[];
  readonly body: string;
}

/** Longest answer that is read, in octets. */
const LONGEST = 1_048_576;

/**
 * One HTTP request over a connection of its own; redirections are not followed.
 * @throws {ConnectionFailed} when no whole answer comes
 */
export function exchangeHttp(question: HttpQuestion): Promise<HttpAnswer> {
  const { url, method = 'GET', headers, body, ca, maxMs } = question;
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const fail = (reason: NodeJS.ErrnoException): void =>
    reject(new ConnectionFailed(url, reason.code ?? reason.name, reason.message));
  const options: RequestOptions = {
    method,
    agent: false,
    headers: {
      ...headers,
      ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }),
    },
    signal: AbortSignal.timeout(maxMs),
    ...(ca !== undefined && { secureContext: trustIn(ca, true) }),
  };
  const take = (response: IncomingMessage): void => {
    const chunks: Buffer[] = [];
    let length = 0;
    response.on('error', fail);
    response.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > LONGEST) request.destroy(new Error(`an answer of more than ${LONGEST} octets`));
      else chunks.push(chunk);
    });
    response.on('end', () => {
      resolve({
        status: response.statusCode ?? 0,
        headers: httpHeaders(response),
        cookies: response.headers['set-cookie'] ?? [],
        body: Buffer.concat(chunks).toString(),
      });
    });
  };
  const request = url.startsWith('https:')
    ? requestSecure(url, options, take)
    : requestPlain(url, options, take);
  request.on('error', fail);
  request.end(body);
  return promise;
}
