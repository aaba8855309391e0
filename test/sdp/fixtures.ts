import { fixtureText } from '../sip/fixtures.ts';

/** A description among the fixtures, and what its index says of it. */
export interface SdpFixture {
  readonly path: string;
  readonly text: string;
  /** `audio:on:RTP/AVP`; `rejected` for port zero. */
  readonly media: readonly string[];
}

/** Everything in the index of test/fixtures/sdp. */
export function sdpFixtures(): SdpFixture[] {
  const [, ...rows] = fixtureText('sdp/index.csv').trim().split(/\r?\n/);
  return rows.map((row) => {
    const [path = '', , media = ''] = row.split(',');
    return { path, text: fixtureText(`sdp/${path}`), media: media.split(' ').filter((each) => each !== '') };
  });
}

/** A description with the given attributes in its only media line. */
export function withAttributes(...attributes: readonly string[]): string {
  return description(['m=audio 5004 RTP/AVP 0', ...attributes.map((attribute) => `a=${attribute}`)]);
}

/** A description with these lines after the obligatory ones of the session. */
export function description(media: readonly string[], session: readonly string[] = []): string {
  const head = ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0'];
  return [...head, ...session, ...media, ''].join('\r\n');
}
