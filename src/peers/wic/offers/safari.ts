import { type BrowserIdentity, browserIdentity, browserLine } from './browser.ts';
import { iceLines } from './line.ts';
import type { WicMediaParameters } from './parameters.ts';

/**
 * An offer of audio, video and a data channel as Safari 12 made it: mids that are words, codecs since given up, and the data
 * channel in the syntax from before RFC 8841.
 */
export function safariOffer(parameters: WicMediaParameters): string[] {
  const identity = browserIdentity(parameters);
  return [
    'v=0',
    `o=- ${parameters.sessionId} ${parameters.version + 1} IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    'a=group:BUNDLE audio video data',
    `a=msid-semantic: WMS ${identity.stream}`,
    ...audio(parameters, identity),
    ...video(parameters, identity),
    ...head(parameters, 2, 'application', 'DTLS/SCTP 5000', 'data'),
    'a=sctpmap:5000 webrtc-datachannel 1024',
  ];
}

function audio(parameters: WicMediaParameters, identity: BrowserIdentity): string[] {
  return [
    ...head(parameters, 0, 'audio', 'UDP/TLS/RTP/SAVPF 111 103 9 102 0 8 105 13 110 113 126', 'audio'),
    'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtpmap:111 opus/48000/2',
    'a=rtcp-fb:111 transport-cc',
    'a=fmtp:111 minptime=10;useinbandfec=1',
    'a=rtpmap:103 ISAC/16000',
    'a=rtpmap:9 G722/8000',
    'a=rtpmap:102 ILBC/8000',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:105 CN/16000',
    'a=rtpmap:13 CN/8000',
    'a=rtpmap:110 telephone-event/48000',
    'a=rtpmap:113 telephone-event/16000',
    'a=rtpmap:126 telephone-event/8000',
    ...source(browserLine(parameters, 0).ssrc, identity, 0),
  ];
}

const videoCodecs: readonly (readonly [number, number, string, string?])[] = [
  [96, 97, 'H264', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=640c1f'],
  [98, 99, 'H264', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f'],
  [100, 101, 'VP8'],
];

function video(parameters: WicMediaParameters, identity: BrowserIdentity): string[] {
  const { ssrc } = browserLine(parameters, 1);
  const retransmissions = (ssrc % (2 ** 32 - 2)) + 1;
  return [
    ...head(parameters, 1, 'video', 'UDP/TLS/RTP/SAVPF 96 97 98 99 100 101 127 125 104', 'video'),
    'a=extmap:2 urn:ietf:params:rtp-hdrext:toffset',
    'a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
    'a=extmap:4 urn:3gpp:video-orientation',
    'a=extmap:5 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
    'a=extmap:6 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
    'a=extmap:7 http://www.webrtc.org/experiments/rtp-hdrext/video-content-type',
    'a=extmap:8 http://www.webrtc.org/experiments/rtp-hdrext/video-timing',
    'a=extmap:10 http://tools.ietf.org/html/draft-ietf-avtext-framemarking-07',
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtcp-rsize',
    ...videoCodecs.flatMap(([payload, rtx, encoding, fmtp]) => [
      `a=rtpmap:${payload} ${encoding}/90000`,
      ...['goog-remb', 'transport-cc', 'ccm fir', 'nack', 'nack pli'].map(
        (feedback) => `a=rtcp-fb:${payload} ${feedback}`,
      ),
      ...(fmtp === undefined ? [] : [`a=fmtp:${payload} ${fmtp}`]),
      `a=rtpmap:${rtx} rtx/90000`,
      `a=fmtp:${rtx} apt=${payload}`,
    ]),
    'a=rtpmap:127 red/90000',
    'a=rtpmap:125 rtx/90000',
    'a=fmtp:125 apt=127',
    'a=rtpmap:104 ulpfec/90000',
    `a=ssrc-group:FID ${ssrc} ${retransmissions}`,
    ...source(ssrc, identity, 1),
    ...source(retransmissions, identity, 1),
  ];
}

function head(
  parameters: WicMediaParameters,
  index: number,
  media: string,
  rest: string,
  mid: string,
): string[] {
  const line = browserLine(parameters, index);
  const { address, port, fingerprints, setup = 'actpass' } = line;
  return [
    `m=${media} ${port} ${rest}`,
    `c=IN IP4 ${address}`,
    ...(media === 'application' ? [] : ['a=rtcp:9 IN IP4 0.0.0.0']),
    ...iceLines(line, 1),
    'a=ice-options:trickle',
    ...fingerprints.slice(0, 1).map(({ hash, value }) => `a=fingerprint:${hash} ${value}`),
    `a=setup:${setup}`,
    `a=mid:${mid}`,
  ];
}

function source(ssrc: number, { cname, stream, tracks }: BrowserIdentity, index: number): string[] {
  return [
    `a=ssrc:${ssrc} cname:${cname}`,
    `a=ssrc:${ssrc} msid:${stream} ${tracks[index]}`,
    `a=ssrc:${ssrc} mslabel:${stream}`,
    `a=ssrc:${ssrc} label:${tracks[index]}`,
  ];
}
