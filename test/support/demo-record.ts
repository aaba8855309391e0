/**
 * A record with every verdict in it, whose system under test does its best to break the reports: markup in
 * header fields, control characters, bytes that are no UTF-8.
 */
import { defaultProfile } from '../../src/profile/defaults.ts';
import type { CheckLine, Configuration, Json, NotApplicable, TraceLine } from '../../src/run/record.ts';
import type { RunRecord } from '../../src/run/record-file.ts';
import { Redactor } from '../../src/trace/redact.ts';
import { RecordBuilder, STARTED, type StepSpec } from './record-builder.ts';

/** Sets `window.pwned` wherever a browser takes it for markup. */
export const ATTACK =
  '"><img src=x onerror="window.pwned=1"><script>window.pwned=1</script><svg/onload=window.pwned=1>' +
  '</pre></details></style><a href="javascript:window.pwned=1">`$' +
  '{window.pwned=1}`';

const CRLF = '\r\n';
const W2_WIC = { host: '127.0.0.1', port: 40112 };
const W2_SUT = { host: '127.0.0.1', port: 8443 };
const MW_SUT = { host: '127.0.0.1', port: 5060 };
const MW_CORE = { host: '127.0.0.1', port: 5070 };

type Trace = Omit<TraceLine, 'scenario'>;

function sip(id: string, at: number, from: string, to: string, lines: readonly string[], body = ''): Trace {
  const w2 = id.startsWith('w2');
  const up = to === 'eP-CSCF' ? !w2 : w2;
  const [sut, peer] = w2 ? [W2_SUT, W2_WIC] : [MW_SUT, MW_CORE];
  const head = [...lines, `Content-Length: ${Buffer.byteLength(body)}`];
  return {
    id,
    at: STARTED + at,
    ref: w2 ? 'W2' : 'Mw',
    kind: 'sip',
    from,
    to,
    transport: w2 ? 'wss' : 'udp',
    connection: w2 ? 'w2-a' : 'mw-udp',
    source: from === 'eP-CSCF' ? sut : peer,
    destination: up && from === 'eP-CSCF' ? peer : from === 'eP-CSCF' ? peer : sut,
    text: `${head.join(CRLF)}${CRLF}${CRLF}${body}`,
  };
}

const dialogue = (callId: string, cseq: string): string[] => [
  'From: <sip:user-7f3a@ims.example>;tag=a48s',
  'To: <sip:user-7f3a@ims.example>',
  `Call-ID: ${callId}`,
  `CSeq: ${cseq}`,
];

const viaW2 = 'Via: SIP/2.0/WSS k3fd8a.invalid;branch=z9hG4bK56sdasks;rport';
const viaMw = 'Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKa7c1';
const challenge = 'WWW-Authenticate: Digest realm="ims.example", nonce="MTYwNDk2", algorithm=MD5, qop="auth"';
const credentials = (mark = ''): string =>
  `Authorization: Digest username="user-7f3a@ims.example", realm="ims.example", nonce="MTYwNDk2", ` +
  `uri="sip:ims.example", response="‹redacted:5d1f›"${mark}`;

/** A digest registration; `mark` stands in the Authorization field at Mw, `extra` are fields the SUT adds there. */
function registration(mark: string, extra: readonly string[] = []): Trace[] {
  const start = 'REGISTER sip:ims.example SIP/2.0';
  const contact = 'Contact: <sip:user-7f3a@k3fd8a.invalid;transport=ws>;expires=600000';
  const path = 'Path: <sip:term@127.0.0.1:5060;lr>';
  const visited = 'P-Visited-Network-ID: "ims.example"';
  const mw = [viaMw, viaW2.replace(';rport', ';received=127.0.0.1;rport=40112'), 'Max-Forwards: 69'];
  return [
    {
      ...sip('w2-1', 0, 'WIC a', 'eP-CSCF', []),
      kind: 'open',
      text: undefined,
      note: 'TLS, subprotocol sip',
    } as never,
    sip('w2-2', 3.2, 'WIC a', 'eP-CSCF', [
      start,
      viaW2,
      'Max-Forwards: 70',
      ...dialogue('9f3c@k3fd8a.invalid', '1 REGISTER'),
      contact,
      'Supported: path, gruu',
    ]),
    sip('mw-1', 5.9, 'eP-CSCF', 'core', [
      start,
      ...mw,
      ...dialogue('9f3c@k3fd8a.invalid', '1 REGISTER'),
      contact,
      path,
      'Require: path',
      visited,
      ...extra,
    ]),
    sip('mw-2', 7.1, 'core', 'eP-CSCF', [
      'SIP/2.0 401 Unauthorized',
      ...mw.slice(0, 2),
      ...dialogue('9f3c@k3fd8a.invalid', '1 REGISTER'),
      challenge,
    ]),
    sip('w2-3', 8.4, 'eP-CSCF', 'WIC a', [
      'SIP/2.0 401 Unauthorized',
      viaW2,
      ...dialogue('9f3c@k3fd8a.invalid', '1 REGISTER'),
      challenge,
    ]),
    sip('w2-4', 10.8, 'WIC a', 'eP-CSCF', [
      start,
      viaW2,
      'Max-Forwards: 70',
      ...dialogue('9f3c@k3fd8a.invalid', '2 REGISTER'),
      contact,
      credentials(),
    ]),
    sip('mw-3', 13.5, 'eP-CSCF', 'core', [
      start,
      ...mw,
      ...dialogue('9f3c@k3fd8a.invalid', '2 REGISTER'),
      contact,
      path,
      'Require: path',
      visited,
      credentials(mark),
      ...extra,
    ]),
    sip('mw-4', 14.9, 'core', 'eP-CSCF', [
      'SIP/2.0 200 OK',
      ...mw.slice(0, 2),
      ...dialogue('9f3c@k3fd8a.invalid', '2 REGISTER'),
      contact,
      path,
      'Service-Route: <sip:orig@127.0.0.1:5070;lr>',
      'P-Associated-URI: <sip:user-7f3a@ims.example>',
    ]),
    sip('w2-5', 16.3, 'eP-CSCF', 'WIC a', [
      'SIP/2.0 200 OK',
      viaW2,
      ...dialogue('9f3c@k3fd8a.invalid', '2 REGISTER'),
      contact,
      'Service-Route: <sip:orig@127.0.0.1:5070;lr>',
    ]),
  ];
}

function emergency(policy: 'reject' | 'proceed'): Trace[] {
  const start = 'INVITE urn:service:sos SIP/2.0';
  const fields = [
    ...dialogue('c11d@k3fd8a.invalid', '1 INVITE'),
    'Contact: <sip:user-7f3a@k3fd8a.invalid;transport=ws>',
  ];
  const sdp = [
    'v=0',
    'o=- 1 1 IN IP4 192.0.2.7',
    's=-',
    'c=IN IP4 192.0.2.7',
    't=0 0',
    'm=audio 49170 RTP/AVP 0',
    '',
  ].join(CRLF);
  const xml =
    '<ims-3gpp version="1"><alternative-service><type>emergency</type><reason/></alternative-service></ims-3gpp>';
  const invite = sip(
    'w2-6',
    20.1,
    'WIC a',
    'eP-CSCF',
    [start, viaW2, 'Max-Forwards: 70', ...fields, 'Content-Type: application/sdp'],
    sdp,
  );
  if (policy === 'reject') {
    return [
      ...registration(', integrity-protected=tls-yes'),
      invite,
      sip(
        'w2-7',
        22,
        'eP-CSCF',
        'WIC a',
        ['SIP/2.0 380 Alternative Service', viaW2, ...fields, 'Content-Type: application/3gpp-ims+xml'],
        xml,
      ),
    ];
  }
  return [
    ...registration(', integrity-protected=tls-yes'),
    invite,
    sip('w2-7', 20.9, 'eP-CSCF', 'WIC a', ['SIP/2.0 100 Trying', viaW2, ...fields]),
    sip(
      'mw-5',
      23.4,
      'eP-CSCF',
      'core',
      [start, viaMw, 'Max-Forwards: 69', ...fields, 'Content-Type: application/sdp'],
      sdp,
    ),
    sip('mw-6', 25.2, 'core', 'eP-CSCF', ['SIP/2.0 486 Busy Here', viaMw, ...fields]),
    sip('mw-7', 26.3, 'eP-CSCF', 'core', [
      'ACK urn:service:sos SIP/2.0',
      viaMw,
      'Max-Forwards: 69',
      ...fields,
    ]),
    sip('w2-8', 27.5, 'eP-CSCF', 'WIC a', ['SIP/2.0 486 Busy Here', viaW2, ...fields]),
    sip('w2-9', 29.1, 'WIC a', 'eP-CSCF', [
      'ACK urn:service:sos SIP/2.0',
      viaW2,
      'Max-Forwards: 70',
      ...fields,
    ]),
  ];
}

const pathCheck: Omit<CheckLine, 'scenario' | 'at'> = {
  outcome: 'pass',
  title: 'the REGISTER at Mw carries a Path that leads back to the SUT',
  expected: ['a Path header field with a SIP URI of the eP-CSCF'],
  received: '<sip:term@127.0.0.1:5060;lr>',
  evidence: { message: 'mw-1', line: 10 },
};

const failed: readonly StepSpec[] = [
  { type: 'Context' },
  { type: 'Action' },
  { type: 'Outcome', status: 'FAILED' },
];
const passed: readonly StepSpec[] = [{ type: 'Context' }, { type: 'Action' }, { type: 'Outcome' }];
const seen = ['registration-seen'] as const;

const reject: Configuration = { name: 'emergencyPolicy=reject', pics: { emergencyPolicy: 'reject' } };
const proceed: Configuration = { name: 'emergencyPolicy=proceed', pics: { emergencyPolicy: 'proceed' } };
const notApplicable: NotApplicable[] = [reject, proceed].map(({ name }) => ({
  requirement: 'EPC-6.4.1-6',
  configuration: name,
  condition: 'outbound',
}));

/** The builder, so that a test can add to the record or leave the footer out. */
export function demoBuilder(): RecordBuilder {
  const redacted = new Redactor(Buffer.from('demo')).value(defaultProfile('remote'));
  const profile = JSON.parse(JSON.stringify(redacted)) as Record<string, Json>;
  const sut = { name: `my-epcscf 2.4 <b>${ATTACK}</b>`, driver: 'remote' };
  const mwUri = 'features/epcscf/7.4.3-emergency.feature';
  return new RecordBuilder({ profile, sut, notApplicable, configurations: [reject, proceed] })
    .configuration(reject)
    .scenario({
      requirement: 'EPC-4.1-2',
      uri: 'features/epcscf/4.1-websocket.feature',
      line: 8,
      name: 'The SUT selects the subprotocol sip',
      steps: passed,
      facts: ['handshake-only'],
      checks: [
        {
          outcome: 'pass',
          title: 'the handshake answer selects sip',
          expected: ['sip'],
          received: 'sip',
          evidence: { message: 'w2-2', line: 4 },
        },
      ],
      trace: [
        {
          ...sip('w2-1', 0, 'WIC a', 'eP-CSCF', []),
          kind: 'handshake',
          text: 'GET / HTTP/1.1\r\nHost: 127.0.0.1:8443\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n',
        },
        {
          ...sip('w2-2', 1, 'eP-CSCF', 'WIC a', []),
          kind: 'handshake',
          text: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: sip\r\n\r\n',
        },
      ],
    })
    .scenario({
      requirement: 'EPC-6.4.1-1',
      line: 12,
      name: 'REGISTER goes to the core with a Path',
      steps: passed,
      facts: seen,
      checks: [pathCheck],
      trace: registration(', integrity-protected=tls-yes'),
      durationMs: 31,
    })
    .scenario({
      requirement: 'EPC-6.4.1-2',
      line: 24,
      name: 'The visited network is named',
      steps: failed,
      facts: seen,
      outcome: { class: 'CheckFailed', message: 'no' },
      checks: [
        pathCheck,
        {
          outcome: 'violated',
          title: 'P-Visited-Network-ID names the visited network',
          expected: ['ims.example', '"ims.example"'],
          received: `"${ATTACK}"`,
          evidence: { message: 'mw-1', line: 12 },
        },
      ],
      trace: registration(', integrity-protected=tls-yes', [
        `X-Attack: ${ATTACK}`,
        'X-Control: \u0000\u001b[31m\u202ebidi',
      ]),
    })
    .scenario({
      requirement: 'EPC-6.4.1-3',
      line: 36,
      name: 'The integrity mark is set over TLS',
      steps: [{ status: 'FAILED', message: 'Error: x' }],
      outcome: { class: 'PeerDidNot', message: 'the eP-CSCF did not send a REGISTER to Mw within 32 s' },
      trace: registration('').slice(0, 2),
    })
    .scenario({
      requirement: 'EPC-6.4.1-4',
      line: 48,
      name: 'A forged integrity mark does not reach the core',
      steps: failed,
      facts: seen,
      outcome: { class: 'CheckFailed', message: 'no' },
      checks: [
        pathCheck,
        {
          outcome: 'violated',
          title: 'the Authorization field carries no mark that the WIC has forged',
          expected: [
            'no integrity-protected parameter',
            'integrity-protected=tls-yes',
            'integrity-protected=tls-protected',
          ],
          received: 'integrity-protected=auth-done',
          evidence: { message: 'mw-3', line: 13 },
        },
      ],
      trace: registration(', integrity-protected=auth-done'),
      durationMs: 48,
    })
    .scenario({
      requirement: 'EPC-6.4.1-5',
      line: 60,
      name: 'Either reading is accepted',
      steps: [{ type: 'Action', status: 'FAILED', message: `TypeError: ${ATTACK}` }],
      outcome: { class: 'error', message: `TypeError: ${ATTACK}` },
      trace: [
        {
          ...sip('w2-1', 0, 'eP-CSCF', 'WIC a', []),
          kind: 'garbage',
          text: undefined,
          base64: '//4AAP8=',
          note: `not SIP: ${ATTACK}`,
        } as never,
      ],
    })
    .scenario({
      requirement: 'EPC-7.4.3-1',
      uri: mwUri,
      line: 9,
      name: 'An emergency INVITE',
      steps: passed,
      facts: seen,
      checks: [
        {
          outcome: 'pass',
          title: 'the INVITE is answered with 380',
          expected: ['380'],
          received: '380 Alternative Service',
          evidence: { message: 'w2-7', line: 1 },
        },
      ],
      trace: emergency('reject'),
    })
    .configuration(proceed)
    .scenario({
      requirement: 'EPC-7.4.3-1',
      uri: mwUri,
      line: 9,
      name: 'An emergency INVITE',
      steps: passed,
      facts: seen,
      checks: [
        {
          outcome: 'pass',
          title: 'the INVITE reaches the core',
          expected: ['an INVITE at Mw'],
          received: 'INVITE urn:service:sos',
          evidence: { message: 'mw-5', line: 1 },
        },
      ],
      trace: emergency('proceed'),
    });
}

export function demoRecord(): RunRecord {
  return demoBuilder().record();
}
