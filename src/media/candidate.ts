/** An ICE candidate as SDP gives it (RFC 8839 5.1). */
export interface Candidate {
  readonly foundation: string;
  readonly component: number;
  readonly transport: string;
  readonly priority: number;
  readonly address: string;
  readonly port: number;
  readonly type: string;
  readonly relatedAddress?: string;
  readonly relatedPort?: number;
}

/** Short-term credentials of ICE (RFC 8445 5.3). */
export interface IceCredentials {
  readonly ufrag: string;
  readonly pwd: string;
}

/** Priority of a host candidate (RFC 8445 5.1.2.1), with the highest local preference. */
export function hostPriority(component: number): number {
  return 126 * 2 ** 24 + 65535 * 2 ** 8 + (256 - component);
}

/** Priority that a candidate learned from a check would have (RFC 8445 7.1.1). */
export function reflexivePriority(component: number): number {
  return 110 * 2 ** 24 + 65535 * 2 ** 8 + (256 - component);
}
