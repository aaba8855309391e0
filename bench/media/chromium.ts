import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Page } from 'playwright-core';

/** Fake microphone, no questions, no names instead of addresses in candidates; nothing that calls home. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** What the page does; its functions are called by name. */
const html = `<!doctype html><title>WIC</title><script>
const peers = new Map();
let microphone;
async function open(id) {
  microphone ??= navigator.mediaDevices.getUserMedia({ audio: true });
  const stream = await microphone;
  const peer = new RTCPeerConnection({ iceServers: [] });
  for (const track of stream.getTracks()) peer.addTrack(track.clone(), stream);
  peer.ontrack = ({ track }) => {
    const sound = new Audio();
    sound.srcObject = new MediaStream([track]);
    sound.play();
  };
  peers.set(id, peer);
  return peer;
}
async function describe(peer) {
  if (peer.iceGatheringState !== 'complete') {
    await new Promise((resolve) => {
      peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve();
    });
  }
  return peer.localDescription.sdp;
}
async function offer(id) {
  const peer = await open(id);
  await peer.setLocalDescription();
  return describe(peer);
}
async function answer(id, sdp) {
  const peer = await open(id);
  await peer.setRemoteDescription({ type: 'offer', sdp });
  await peer.setLocalDescription();
  return describe(peer);
}
async function take(id, sdp) {
  await peers.get(id).setRemoteDescription({ type: 'answer', sdp });
}
async function facts(id) {
  const peer = peers.get(id);
  const facts = { state: peer.connectionState, received: 0, sent: 0 };
  for (const entry of (await peer.getStats()).values()) {
    if (entry.type === 'inbound-rtp') facts.received += entry.packetsReceived;
    if (entry.type === 'outbound-rtp') facts.sent += entry.packetsSent;
    if (entry.type === 'transport') Object.assign(facts, { dtls: entry.dtlsState, role: entry.dtlsRole, srtp: entry.srtpCipher });
  }
  return facts;
}
function close(id) {
  peers.get(id).close();
  peers.delete(id);
}
</script>`;

/** How one of Chromium's peer connections stands. */
export interface PeerFacts {
  readonly state: string;
  /** RTP packets. */
  readonly received: number;
  readonly sent: number;
  readonly dtls?: string;
  readonly role?: string;
  readonly srtp?: string;
}

/** A page of headless Chromium whose WebRTC stack is the media of WICs. */
export class ChromiumMedia {
  readonly #page: Page;
  #peers = 0;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** @param end closes it */
  static async launch(end: AsyncDisposableStack, executablePath: string): Promise<ChromiumMedia> {
    const browser = await chromium.launch({ executablePath, args });
    end.defer(() => browser.close());
    // A microphone is only given to pages of an origin that is secure or local.
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(html);
    }).listen(0, '127.0.0.1');
    end.defer(async () => {
      server.closeAllConnections();
      server.close();
    });
    await new Promise((resolve) => server.once('listening', resolve));
    const page = await (await browser.newContext({ permissions: ['microphone'] })).newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return new ChromiumMedia(page);
  }

  /** A new peer connection with one audio track. */
  peer(): ChromiumPeer {
    return new ChromiumPeer(this.#page, ++this.#peers);
  }
}

/** One peer connection of the page. */
export class ChromiumPeer {
  readonly #page: Page;
  readonly #id: number;

  constructor(page: Page, id: number) {
    this.#page = page;
    this.#id = id;
  }

  /** Its offer, with all candidates. */
  offer(): Promise<string> {
    return this.#call('offer');
  }

  /** Its answer, with all candidates. */
  answer(offer: string): Promise<string> {
    return this.#call('answer', offer);
  }

  /** Takes the answer to its offer. */
  take(answer: string): Promise<void> {
    return this.#call('take', answer);
  }

  facts(): Promise<PeerFacts> {
    return this.#call('facts');
  }

  close(): Promise<void> {
    return this.#call('close');
  }

  #call<Result>(name: string, ...given: readonly string[]): Promise<Result> {
    const values = [this.#id, ...given].map((value) => JSON.stringify(value));
    return this.#page.evaluate<Result>(`${name}(${values.join(', ')})`);
  }
}
