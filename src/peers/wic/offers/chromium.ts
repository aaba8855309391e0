import { type BrowserIdentity, browserIdentity, browserLine, numericCandidates } from './browser.ts';
import type { WicMediaParameters } from './parameters.ts';

/**
 * Offers as Chromium 156 makes them on a host with one IPv4 and one IPv6 address, captured with all candidates gathered;
 * what is random there is the WIC's own here.
 */
export function chromiumOffer(media: readonly ('audio' | 'video' | 'data')[]) {
  return (parameters: WicMediaParameters): string[] => {
    const identity = browserIdentity(parameters);
    const sections = { audio, video, data };
    return [
      'v=0',
      `o=- ${parameters.sessionId} ${parameters.version + 1} IN IP4 127.0.0.1`,
      's=-',
      't=0 0',
      `a=group:BUNDLE ${media.map((_, i) => i).join(' ')}`,
      'a=extmap-allow-mixed',
      `a=msid-semantic: WMS${media.some((each) => each !== 'data') ? ` ${identity.stream}` : ''}`,
      ...media.flatMap((each, index) => sections[each](parameters, identity, index)),
    ];
  };
}

const extensions = {
  level: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  sendTime: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  congestion: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
};

function audio(parameters: WicMediaParameters, identity: BrowserIdentity, index: number): string[] {
  const { ssrc } = browserLine(parameters, index);
  return [
    ...head(parameters, index, 'audio', 'UDP/TLS/RTP/SAVPF', '111 63 9 0 8 13 110 126'),
    ...extmaps([
      [1, extensions.level],
      [2, extensions.sendTime],
      [3, extensions.congestion],
      [4, extensions.mid],
    ]),
    ...track(identity, index),
    'a=rtpmap:111 opus/48000/2',
    'a=rtcp-fb:111 transport-cc',
    'a=fmtp:111 minptime=10;useinbandfec=1',
    'a=rtpmap:63 red/48000/2',
    'a=fmtp:63 111/111',
    'a=rtpmap:9 G722/8000',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:13 CN/8000',
    'a=rtpmap:110 telephone-event/48000',
    'a=rtpmap:126 telephone-event/8000',
    ...source(ssrc, identity, index),
  ];
}

/** Payload type, that of its retransmissions, encoding and parameters, in the order of preference. */
const videoCodecs: readonly (readonly [number, number, string, string?])[] = [
  [96, 97, 'VP8'],
  [102, 103, 'H264', h264(1, '42001f')],
  [104, 107, 'H264', h264(0, '42001f')],
  [108, 109, 'H264', h264(1, '42e01f')],
  [114, 115, 'H264', h264(0, '42e01f')],
  [116, 117, 'H264', h264(1, '4d001f')],
  [39, 40, 'H264', h264(0, '4d001f')],
  [45, 46, 'AV1', 'level-idx=5;profile=0;tier=0'],
  [98, 99, 'VP9', 'profile-id=0'],
  [100, 101, 'VP9', 'profile-id=2'],
];

function video(parameters: WicMediaParameters, identity: BrowserIdentity, index: number): string[] {
  const { ssrc } = browserLine(parameters, index);
  const retransmissions = (ssrc % (2 ** 32 - 2)) + 1;
  const formats = [...videoCodecs.flatMap((codec) => codec.slice(0, 2)), 118, 119, 120].join(' ');
  return [
    ...head(parameters, index, 'video', 'UDP/TLS/RTP/SAVPF', formats),
    ...extmaps([
      [14, 'urn:ietf:params:rtp-hdrext:toffset'],
      [2, extensions.sendTime],
      [13, 'urn:3gpp:video-orientation'],
      [3, extensions.congestion],
      [5, 'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay'],
      [6, 'http://www.webrtc.org/experiments/rtp-hdrext/video-content-type'],
      [7, 'http://www.webrtc.org/experiments/rtp-hdrext/video-timing'],
      [8, 'http://www.webrtc.org/experiments/rtp-hdrext/color-space'],
      [4, extensions.mid],
      [10, 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id'],
      [11, 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id'],
    ]),
    ...track(identity, index),
    ...videoCodecs.flatMap(([payload, rtx, encoding, fmtp]) => [
      `a=rtpmap:${payload} ${encoding}/90000`,
      ...['goog-remb', 'transport-cc', 'ccm fir', 'nack', 'nack pli'].map(
        (feedback) => `a=rtcp-fb:${payload} ${feedback}`,
      ),
      ...(fmtp === undefined ? [] : [`a=fmtp:${payload} ${fmtp}`]),
      `a=rtpmap:${rtx} rtx/90000`,
      `a=fmtp:${rtx} apt=${payload}`,
    ]),
    'a=rtpmap:118 red/90000',
    'a=rtpmap:119 rtx/90000',
    'a=fmtp:119 apt=118',
    'a=rtpmap:120 ulpfec/90000',
    `a=ssrc-group:FID ${ssrc} ${retransmissions}`,
    ...source(ssrc, identity, index),
    ...source(retransmissions, identity, index),
  ];
}

function data(parameters: WicMediaParameters, _identity: BrowserIdentity, index: number): string[] {
  return [
    ...head(parameters, index, 'application', 'UDP/DTLS/SCTP', 'webrtc-datachannel'),
    'a=sctp-port:5000',
    'a=max-message-size:262144',
  ];
}

/** The line itself, its transport and its mid. */
function head(
  parameters: WicMediaParameters,
  index: number,
  media: string,
  proto: string,
  formats: string,
): string[] {
  const line = browserLine(parameters, index);
  const { address, port, ufrag, pwd, fingerprints, setup = 'actpass' } = line;
  return [
    `m=${media} ${port} ${proto} ${formats}`,
    `c=IN IP4 ${address}`,
    ...(proto.includes('RTP') ? ['a=rtcp:9 IN IP4 0.0.0.0'] : []),
    ...numericCandidates(line),
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    'a=ice-options:trickle',
    ...fingerprints.slice(0, 1).map(({ hash, value }) => `a=fingerprint:${hash} ${value}`),
    `a=setup:${setup}`,
    `a=mid:${index}`,
  ];
}

function extmaps(maps: readonly (readonly [number, string])[]): string[] {
  return maps.map(([id, uri]) => `a=extmap:${id} ${uri}`);
}

function track({ stream, tracks }: BrowserIdentity, index: number): string[] {
  return [
    'a=sendrecv',
    `a=msid:${stream} ${tracks[index]}`,
    'a=rtcp-mux',
    'a=rtcp-rsize',
    'a=rtcp-xr:rcvr-rtt=all',
  ];
}

function source(ssrc: number, { cname, stream, tracks }: BrowserIdentity, index: number): string[] {
  return [`a=ssrc:${ssrc} cname:${cname}`, `a=ssrc:${ssrc} msid:${stream} ${tracks[index]}`];
}

function h264(mode: 0 | 1, profile: string): string {
  return `level-asymmetry-allowed=1;packetization-mode=${mode};profile-level-id=${profile}`;
}
