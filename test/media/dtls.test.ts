import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../src/endpoint/clock.ts';
import { type MediaCertificate, makeMediaCertificate } from '../../src/media/certificate.ts';
import { ClientHandshake } from '../../src/media/dtls/client.ts';
import type { Handshake, HandshakeOptions } from '../../src/media/dtls/handshake.ts';
import { profiles } from '../../src/media/dtls/secrets.ts';
import { ServerHandshake } from '../../src/media/dtls/server.ts';
import type { SrtpKeys } from '../../src/media/srtp.ts';

const [one, other] = await Promise.all([makeMediaCertificate(), makeMediaCertificate()]);

interface End {
  keys?: SrtpKeys;
  failure?: string;
  ownLimit?: boolean;
  handshake?: Handshake;
}

/** What the network does to the datagrams that are under way; the n-th of that direction. */
type Network = (datagram: Uint8Array, number: number, from: 'client' | 'server') => readonly Uint8Array[];

interface Course {
  readonly client: End;
  readonly server: End;
  readonly clock: ManualClock;
  readonly sent: { client: number; server: number };
}

/** A handshake over a network that is asked about every datagram; time passes when nothing else happens. */
function handshake(
  network: Network = (datagram) => [datagram],
  change: { client?: Partial<HandshakeOptions>; server?: Partial<HandshakeOptions> } = {},
): Course {
  const clock = new ManualClock();
  const queue: (() => void)[] = [];
  const course: Course = { client: {}, server: {}, clock, sent: { client: 0, server: 0 } };
  const options = (from: 'client' | 'server', certificate: MediaCertificate, expected: MediaCertificate) => ({
    certificate,
    clock,
    profiles,
    accepts: (shown: Uint8Array) => Buffer.from(shown).equals(expected.der),
    send: (datagram: Uint8Array) => {
      const to = from === 'client' ? course.server : course.client;
      for (const arriving of network(datagram, course.sent[from]++, from)) {
        queue.push(() => to.handshake?.receive(arriving));
      }
    },
    connected: (keys: SrtpKeys) => {
      course[from].keys = keys;
    },
    failed: (why: string, ownLimit: boolean) => {
      course[from].failure = why;
      course[from].ownLimit = ownLimit;
    },
    ...change[from],
  });
  course.server.handshake = new ServerHandshake(options('server', other, one));
  course.client.handshake = new ClientHandshake(options('client', one, other));
  for (let rounds = 0; rounds < 400; rounds++) {
    while (queue.length > 0) queue.shift()?.();
    if (course.client.keys && course.server.keys) break;
    clock.advance(500);
  }
  return course;
}

function agree({ client, server }: Course): void {
  assert.ok(client.keys && server.keys, `${client.failure} / ${server.failure}`);
  assert.deepEqual(client.keys.localKey, server.keys.remoteKey);
  assert.deepEqual(client.keys.remoteSalt, server.keys.localSalt);
  assert.equal(client.keys.profile, 7);
}

test('two flights each lead to the same keys, and no timer is left', () => {
  const course = handshake();
  agree(course);
  assert.deepEqual(course.sent, { client: 2, server: 2 });
  assert.equal(course.clock.pending, 0);
});

for (const from of ['client', 'server'] as const) {
  for (const lost of [0, 1]) {
    test(`datagram ${lost + 1} of the ${from} gets lost`, () => {
      const course = handshake((datagram, number, by) => (by === from && number === lost ? [] : [datagram]));
      agree(course);
      assert.equal(course.clock.pending, 0);
    });
  }
}

test('every datagram comes twice', () => {
  agree(handshake((datagram) => [datagram, datagram]));
});

test('records come in datagrams of their own, in reverse order', () => {
  agree(
    handshake((datagram) => {
      const bytes = Buffer.from(datagram);
      const records: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += 13 + bytes.readUInt16BE(at + 11)) {
        records.unshift(bytes.subarray(at, at + 13 + bytes.readUInt16BE(at + 11)));
      }
      return records;
    }),
  );
});

test('messages come in fragments', () => {
  const course = handshake((datagram) => {
    const bytes = Buffer.from(datagram);
    const records: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      const end = at + 13 + bytes.readUInt16BE(at + 11);
      const record = bytes.subarray(at, end);
      records.push(...(record[0] === 22 && record.readUInt16BE(3) === 0 ? fragments(record) : [record]));
      at = end;
    }
    return records;
  });
  agree(course);
  assert.deepEqual(course.sent, { client: 2, server: 2 });
});

/** One record in the clear as several, of at most 50 octets of the message each. */
function fragments(record: Buffer): Buffer[] {
  const [head, message, body] = [record.subarray(0, 13), record.subarray(13, 25), record.subarray(25)];
  const parts: Buffer[] = [];
  for (let offset = 0; offset === 0 || offset < body.length; offset += 50) {
    const part = body.subarray(offset, offset + 50);
    const [recordHead, messageHead] = [Buffer.from(head), Buffer.from(message)];
    recordHead.writeUInt16BE(12 + part.length, 11);
    messageHead.writeUIntBE(offset, 6, 3);
    messageHead.writeUIntBE(part.length, 9, 3);
    parts.push(Buffer.concat([recordHead, messageHead, part]));
  }
  return parts;
}

test('any octet changed in the first flights never leads to different keys', () => {
  const length = { client: 0, server: 0 };
  handshake((datagram, number, from) => {
    if (number === 0) length[from] = datagram.length;
    return [datagram];
  });
  for (const from of ['client', 'server'] as const) {
    for (let at = 13; at < length[from]; at += 7) {
      const { client, server } = handshake((datagram, number, by) => {
        const bytes = Buffer.from(datagram);
        if (by === from && number === 0) bytes.writeUInt8(bytes.readUInt8(at) ^ 0x40, at);
        return [bytes];
      });
      if (client.keys && server.keys) assert.deepEqual(client.keys.localKey, server.keys.remoteKey);
    }
  }
});

for (const from of ['client', 'server'] as const) {
  test(`a ${from} without the key of the certificate it shows is found out`, () => {
    const shown = from === 'client' ? one : other;
    const { client, server } = handshake(undefined, {
      [from]: { certificate: { ...shown, key: (from === 'client' ? other : one).key } },
    });
    const [thief, judge] = from === 'client' ? [client, server] : [server, client];
    assert.equal(judge.failure, 'the signature is not by the key of the certificate');
    assert.equal(thief.failure, 'the other end sent alert 51');
    assert.equal(judge.keys, undefined);
    assert.deepEqual([judge.ownLimit, thief.ownLimit], [false, false]);
  });
}

/** Octets that are replaced in the first datagram of one end: offset, what is put there. */
function spoken(by: 'client' | 'server', at: number, ...octets: readonly number[]): Network {
  return (datagram, number, from) => {
    const bytes = Buffer.from(datagram);
    if (from === by && number === 0) bytes.set(octets, at);
    return [bytes];
  };
}

/** After the record header of 13 octets and the handshake header of 12. */
const HELLO_VERSION = 25;
/** The suites come after the version, the random, two empty vectors and their length. */
const HELLO_SUITES = HELLO_VERSION + 2 + 32 + 1 + 1 + 2;

test('a client with DTLS 1.0 alone, or with CBC suites alone, meets a limit of this implementation', () => {
  const old = handshake(spoken('client', HELLO_VERSION, 0xfe, 0xff));
  assert.equal(old.server.failure, 'the client does not speak DTLS 1.2');
  const cbc = handshake(spoken('client', HELLO_SUITES, 0xc0, 0x09, 0xc0, 0x13));
  assert.equal(cbc.server.failure, 'the client offers no AES-128-GCM with ECDHE, ECDSA and P-256');
  for (const { client, server } of [old, cbc]) {
    assert.deepEqual([client.ownLimit, server.ownLimit], [true, true]);
  }
});

test('a server with DTLS 1.0 alone meets a limit of this implementation', () => {
  const { client } = handshake(spoken('server', HELLO_VERSION, 0xfe, 0xff));
  assert.equal(client.failure, 'the server does not speak DTLS 1.2');
  assert.equal(client.ownLimit, true);
});

test('alerts that nothing is in common are a limit, others and silence are none', () => {
  for (const [description, limit] of [
    [40, true],
    [70, true],
    [42, false],
    [51, false],
  ] as const) {
    const alert = Buffer.from([21, 0xfe, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, description]);
    const { client } = handshake((datagram, _, from) => (from === 'server' ? [alert] : [datagram]));
    assert.equal(client.failure, `the other end sent alert ${description}`);
    assert.equal(client.ownLimit, limit);
  }
  const { client } = handshake((datagram, _, from) => (from === 'client' ? [datagram] : []));
  assert.equal(client.ownLimit, false);
});

test('a certificate that was not signalled, and use_srtp missing beside another suite, are no limit', () => {
  const wrong = handshake(undefined, { client: { accepts: () => false } });
  assert.equal(wrong.client.ownLimit, false);
  const without = handshake(spoken('client', HELLO_SUITES, 0xc0, 0x09, 0xc0, 0x13), {
    client: { profiles: [] },
  });
  assert.equal(without.server.failure, 'the client offers no SRTP protection profile');
  assert.equal(without.server.ownLimit, false);
});

test('an end that never answers is given up, and no timer is left', () => {
  const { client, clock } = handshake((_, __, from) => (from === 'client' ? [Buffer.alloc(0)] : []));
  assert.equal(client.failure, 'the other end does not answer');
  assert.equal(clock.pending, 0);
});

test('without a protection profile in common there are no keys', () => {
  const without = handshake(undefined, { client: { profiles: [] } });
  assert.equal(without.server.failure, 'the client offers no SRTP protection profile');
  const strange = handshake(undefined, { server: { profiles: [] } });
  assert.equal(strange.client.failure, 'the server chose no SRTP protection profile that was offered');
  const one = handshake(undefined, { client: { profiles: [1] } });
  assert.equal(one.server.keys?.profile, 1);
  assert.equal(one.server.keys?.localSalt.length, 14);
});

test('octets at random end nothing but themselves', () => {
  const course = handshake((datagram, _, from) => [
    Buffer.alloc(40, 0x16),
    Buffer.from([22, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 9, 0, 30, ...Buffer.alloc(30)]),
    Buffer.from(from === 'client' ? [23, 0xfe, 0xfd, 0, 0] : []),
    datagram,
  ]);
  agree(course);
});
