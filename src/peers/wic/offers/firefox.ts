import { candidateText } from '../../../sdp/ice.ts';
import { addressType } from '../../answer-choice.ts';
import { type BrowserIdentity, browserIdentity, browserLine, uuid } from './browser.ts';
import type { WicLine, WicMediaParameters } from './parameters.ts';

/**
 * Offers as Firefox 153 makes them on a host with one IPv4 and one IPv6 address: the fingerprint is at session level, host
 * addresses hide behind mDNS names, the default destination is left open, and both components are described. What is
 * random there is the WIC's own here.
 */
export function firefoxOffer(media: readonly ('audio' | 'video' | 'data')[]) {
  return (parameters: WicMediaParameters): string[] => {
    const identity = browserIdentity(parameters);
    const sections = { audio, video, data };
    const { fingerprints } = browserLine(parameters, 0);
    return [
      'v=0',
      `o=mozilla...THIS_IS_SDPARTA-99.0 ${parameters.sessionId} ${parameters.version - 1} IN IP4 0.0.0.0`,
      's=-',
      't=0 0',
      'a=sendrecv',
      ...fingerprints.slice(0, 1).map(({ hash, value }) => `a=fingerprint:${hash} ${value}`),
      `a=group:BUNDLE ${media.map((_, i) => i).join(' ')}`,
      'a=ice-options:trickle',
      'a=msid-semantic:WMS *',
      ...media.flatMap((each, index) => sections[each](parameters, identity, index)),
    ];
  };
}

function audio(parameters: WicMediaParameters, identity: BrowserIdentity, index: number): string[] {
  const line = browserLine(parameters, index);
  return [
    ...head(parameters, line, 'audio', 'UDP/TLS/RTP/SAVPF', '109 9 0 8 101'),
    'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
    'a=extmap:2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level',
    'a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid',
    'a=extmap:7 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
    'a=extmap-allow-mixed',
    'a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1',
    'a=fmtp:101 0-15',
    ...iceAndMid(line, index),
    track(identity, index),
    rtcpLine(parameters, line),
    ...['109', '9', '0', '8'].map((payload) => `a=rtcp-fb:${payload} transport-cc`),
    'a=rtcp-mux',
    'a=rtpmap:109 opus/48000/2',
    'a=rtpmap:9 G722/8000/1',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:101 telephone-event/8000',
    setupLine(line),
    `a=ssrc:${line.ssrc} cname:{${uuid(identity.cname)}}`,
  ];
}

/** Payload types with feedback, in its order. */
const withFeedback = ['120', '121', '99', '123', '122'];

function video(parameters: WicMediaParameters, identity: BrowserIdentity, index: number): string[] {
  const line = browserLine(parameters, index);
  const cname = `cname:{${uuid(identity.cname)}}`;
  const retransmissions = (line.ssrc % (2 ** 32 - 2)) + 1;
  return [
    ...head(parameters, line, 'video', 'UDP/TLS/RTP/SAVPF', '120 124 121 125 99 100 123 122 119'),
    'a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid',
    'a=extmap:4 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
    'a=extmap:5 urn:ietf:params:rtp-hdrext:toffset',
    'a=extmap:6/recvonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
    'a=extmap:7 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
    'a=extmap-allow-mixed',
    'a=fmtp:120 max-fs=12288;max-fr=60',
    'a=fmtp:124 apt=120',
    'a=fmtp:121 max-fs=12288;max-fr=60',
    'a=fmtp:125 apt=121',
    'a=fmtp:100 apt=99',
    'a=fmtp:119 apt=122',
    ...iceAndMid(line, index),
    track(identity, index),
    rtcpLine(parameters, line),
    ...withFeedback.flatMap((payload) =>
      ['nack', 'nack pli', 'ccm fir', 'goog-remb', 'transport-cc'].map(
        (feedback) => `a=rtcp-fb:${payload} ${feedback}`,
      ),
    ),
    'a=rtcp-mux',
    'a=rtcp-rsize',
    ...[
      '120 VP8',
      '124 rtx',
      '121 VP9',
      '125 rtx',
      '99 AV1',
      '100 rtx',
      '123 ulpfec',
      '122 red',
      '119 rtx',
    ].map((map) => `a=rtpmap:${map}/90000`),
    setupLine(line),
    `a=ssrc:${line.ssrc} ${cname}`,
    `a=ssrc:${retransmissions} ${cname}`,
    `a=ssrc-group:FID ${line.ssrc} ${retransmissions}`,
  ];
}

function data(parameters: WicMediaParameters, _identity: BrowserIdentity, index: number): string[] {
  const line = browserLine(parameters, index);
  return [
    ...head(parameters, line, 'application', 'UDP/DTLS/SCTP', 'webrtc-datachannel'),
    ...iceAndMid(line, index),
    setupLine(line),
    'a=sctp-port:5000',
    'a=max-message-size:1073741823',
  ];
}

/** The line itself and its candidates; a default destination that is given is named. */
function head(
  parameters: WicMediaParameters,
  line: WicLine,
  media: string,
  proto: string,
  formats: string,
): string[] {
  const { address, port } = line.candidates ? line : { address: '0.0.0.0', port: 9 };
  return [
    `m=${media} ${port} ${proto} ${formats}`,
    `c=IN ${addressType(address)} ${address}`,
    ...candidateLines(parameters, line, proto.includes('RTP') ? 2 : 1),
    'a=sendrecv',
    'a=end-of-candidates',
  ];
}

function candidateLines(parameters: WicMediaParameters, line: WicLine, components: 1 | 2): string[] {
  if (line.candidates) return line.candidates.map((candidate) => `a=candidate:${candidateText(candidate)}`);
  const names = mdnsNames(parameters);
  return Array.from({ length: components }, (_, i) => i + 1).flatMap((component) => {
    const port = component === 1 ? line.port : line.rtcpPort;
    return [
      `a=candidate:0 ${component} UDP ${2_122_187_008 - component} ${names[0]} ${port} typ host`,
      `a=candidate:1 ${component} UDP ${2_122_252_544 - component} ${names[1]} ${port} typ host`,
      `a=candidate:2 ${component} TCP ${2_105_458_944 - component} ${names[0]} 9 typ host tcptype active`,
      `a=candidate:3 ${component} TCP ${2_105_524_480 - component} ${names[1]} 9 typ host tcptype active`,
    ];
  });
}

function rtcpLine(parameters: WicMediaParameters, line: WicLine): string {
  const address = line.candidates ? line.address : (mdnsNames(parameters)[0] ?? '');
  return `a=rtcp:${line.rtcpPort} IN ${addressType(address)} ${address}`;
}

/** Names for the IPv4 and the IPv6 address, new for every page. */
function mdnsNames({ sessionId }: WicMediaParameters): string[] {
  return ['4', '6'].map((version) => `${uuid(`${sessionId} IPv${version}`)}.local`);
}

function iceAndMid({ pwd, ufrag }: WicLine, index: number): string[] {
  return [`a=ice-pwd:${pwd}`, `a=ice-ufrag:${ufrag}`, `a=mid:${index}`];
}

function track({ stream, tracks }: BrowserIdentity, index: number): string {
  return `a=msid:{${stream}} {${tracks[index]}}`;
}

function setupLine({ setup = 'actpass' }: WicLine): string {
  return `a=setup:${setup}`;
}
