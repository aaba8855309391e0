/** Alert descriptions (RFC 5246 7.2) that are sent here. */
export const alerts = {
  unexpectedMessage: 10,
  handshakeFailure: 40,
  badCertificate: 42,
  illegalParameter: 47,
  decodeError: 50,
  decryptError: 51,
  protocolVersion: 70,
} as const;

/** The handshake cannot go on. */
export class HandshakeFailure extends Error {
  override readonly name = 'HandshakeFailure';
  /** Told to the peer. */
  readonly alert: number;
  /** The peer keeps the rules, but nothing of what it can do is spoken here: another version, suite or group. */
  readonly ownLimit: boolean;

  constructor(alert: number, why: string, ownLimit = false) {
    super(why);
    this.alert = alert;
    this.ownLimit = ownLimit;
  }
}
