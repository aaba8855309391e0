/** An offer that cannot be converted: it is answered 488 (Not Acceptable Here). The message is for the Warning. */
export class NotAcceptable extends Error {
  override readonly name = 'NotAcceptable';
}
