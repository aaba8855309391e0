import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../src/endpoint/clock.ts';
import { makeMediaCertificate } from '../../src/media/certificate.ts';
import { ClientHandshake } from '../../src/media/dtls/client.ts';
import type { Handshake } from '../../src/media/dtls/handshake.ts';
import { profiles } from '../../src/media/dtls/secrets.ts';
import { ServerHandshake } from '../../src/media/dtls/server.ts';
import type { SrtpKeys } from '../../src/media/srtp.ts';
import { requires } from '../support/requires.ts';

const offered = { 7: 'SRTP_AEAD_AES_128_GCM', 1: 'SRTP_AES128_CM_SHA1_80' } as const;

for (const role of ['client', 'server'] as const) {
  for (const profile of [7, 1] as const) {
    const peer = role === 'client' ? 's_server' : 's_client';
    test(`DTLS ${role} against openssl ${peer} with ${offered[profile]}: it derives the same keys`, async (t) => {
      const program = requires(t, 'openssl');
      if (program === undefined) return;
      const [theirs, ours] = await Promise.all([makeMediaCertificate(), makeMediaCertificate()]);
      const folder = mkdtempSync(join(tmpdir(), 'w2conf-dtls-'));
      const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
      writeFileSync(files.cert, theirs.cert);
      writeFileSync(files.key, theirs.key);
      const socket = createSocket('udp4');
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
      let port = role === 'client' ? await freePort() : 0;
      const openssl = spawn(program, [
        peer,
        '-dtls1_2',
        ...(role === 'client' ? ['-accept', `127.0.0.1:${port}`, '-Verify', '1'] : []),
        ...(role === 'server' ? ['-connect', `127.0.0.1:${socket.address().port}`] : []),
        ...['-cert', files.cert, '-key', files.key, '-use_srtp', offered[profile]],
        ...['-keymatexport', 'EXTRACTOR-dtls_srtp', '-keymatexportlen', profile === 7 ? '56' : '60'],
      ]);
      let printed = '';
      const printing = (what: RegExp): Promise<string> =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            const match = what.exec(printed);
            if (match) resolve(match[1] ?? '');
          };
          openssl.once('exit', () => reject(new Error(`openssl ended: ${printed}`)));
          for (const stream of [openssl.stdout, openssl.stderr]) stream.on('data', () => setImmediate(look));
          look();
        });
      for (const stream of [openssl.stdout, openssl.stderr]) {
        stream.on('data', (text: Buffer) => {
          printed += text.toString();
        });
      }
      try {
        if (role === 'client') await printing(/(ACCEPT)/);
        const keys = Promise.withResolvers<SrtpKeys>();
        const options = {
          certificate: ours,
          clock: systemClock,
          profiles,
          accepts: (shown: Uint8Array) => Buffer.from(shown).equals(theirs.der),
          send: (bytes: Uint8Array) => socket.send(bytes, port, '127.0.0.1'),
          connected: keys.resolve,
          failed: (why: string) => keys.reject(new Error(`${why}: ${printed}`)),
        };
        const own: Handshake =
          role === 'client' ? new ClientHandshake(options) : new ServerHandshake(options);
        socket.on('message', (bytes, from) => {
          port = from.port;
          own.receive(bytes);
        });
        const material = await printing(/Keying material: ([0-9A-F]+)/);
        const { localKey, localSalt, remoteKey, remoteSalt, profile: agreed } = await keys.promise;
        assert.equal(agreed, profile);
        const parts = [localKey, remoteKey, localSalt, remoteSalt];
        const [client, server] = role === 'client' ? [0, 1] : [1, 0];
        const order = [parts[client], parts[server], parts[2 + client], parts[2 + server]];
        assert.equal(
          Buffer.concat(order.map((part) => part ?? Buffer.alloc(0)))
            .toString('hex')
            .toUpperCase(),
          material,
        );
        assert.match(printed, new RegExp(`SRTP Extension negotiated, profile=${offered[profile]}`));
        own.close();
      } finally {
        openssl.removeAllListeners('exit');
        openssl.kill();
        await once(openssl, 'close');
        socket.close();
        rmSync(folder, { recursive: true });
      }
    });
  }
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  socket.close();
  return port;
}
