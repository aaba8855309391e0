import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sdpBody } from '../../../src/reference/ims-alg/sdp-body.ts';
import { SipRequest } from '../../../src/sip/message.ts';

function withBody(body: string | Uint8Array, contentType: string): SipRequest {
  return SipRequest.build({ method: 'INVITE', uri: 'sip:a@b', headers: [], body, contentType });
}

const text = (octets: Uint8Array | undefined): string | undefined => octets && Buffer.from(octets).toString();

test('a body of application/sdp, whatever its spelling and parameters, is the description', () => {
  for (const type of [
    'application/sdp',
    'Application/SDP',
    'application/sdp;charset=utf-8',
    'application/sdp ; a=b',
  ]) {
    const message = withBody('v=0\r\n', type);
    const body = sdpBody(message);
    assert.equal(text(body?.octets), 'v=0\r\n', type);
    const replaced = body?.replace(message, 'v=1\r\n');
    assert.equal(text(replaced?.body), 'v=1\r\n');
    const emptied = body?.replace(message, undefined);
    assert.equal(emptied?.body.length, 0);
    assert.equal(emptied?.has('Content-Type'), false);
  }
});

test('other bodies, no body and parts that do not end are no description', () => {
  const cases = [
    ['', 'application/sdp'],
    ['v=0\r\n', 'text/plain'],
    ['v=0\r\n', 'multipart/mixed'],
    ['--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n', 'multipart/mixed;boundary=x'],
    ['--x\r\n\r\nv=0\r\n--x--', 'multipart/mixed;boundary=x'],
    ['--x\r\nContent-Type: application/sdp', 'multipart/mixed;boundary=x'],
  ] as const;
  for (const [body, type] of cases)
    assert.equal(sdpBody(withBody(body, type)), undefined, `${type}: ${body}`);
});

test('the part of a multipart body is replaced, every octet around it stays', () => {
  const boundary = fc.string({ unit: fc.constantFrom(..."aZ9'()+_,-./:=?"), minLength: 1, maxLength: 20 });
  const octets = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
  fc.assert(
    fc.property(boundary, octets, octets, fc.boolean(), (mark, before, after, extra) => {
      fc.pre(![before, after].some((part) => part.includes(mark)));
      const head = `preamble\r\n--${mark}\r\nContent-Type: image/x\r\n\r\n${before}\r\n--${mark}${extra ? ' ' : ''}\r\n`;
      const fields = 'Content-Disposition: session\r\ncontent-type : application/sdp\r\n\r\n';
      const tail = `\r\n--${mark}\r\nContent-Type: image/y\r\n\r\n${after}\r\n--${mark}--\r\n`;
      const type = `multipart/mixed; boundary="${mark}"`;
      const message = withBody(Buffer.from(`${head}${fields}v=0\r\n${tail}`, 'latin1'), type);
      const body = sdpBody(message);
      assert.equal(text(body?.octets), 'v=0\r\n');
      const replaced = body?.replace(message, 'v=0\r\ns=ü\r\n');
      const expected = Buffer.concat([
        Buffer.from(`${head}${fields}`, 'latin1'),
        Buffer.from('v=0\r\ns=ü\r\n'),
        Buffer.from(tail, 'latin1'),
      ]);
      assert.deepEqual(replaced && Buffer.from(replaced.body), expected);
      assert.equal(replaced?.value('Content-Length'), String(expected.length));
    }),
  );
});

test('no body and no Content-Type make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (octets, parameter) => {
      const type = `multipart/${parameter.replace(/[\r\n]/g, '')};boundary=${parameter.replace(/[\r\n]/g, '')}`;
      const body = sdpBody(withBody(octets, type));
      body?.replace(withBody(octets, type), 'v=0\r\n');
    }),
  );
});
