/** The simple handshake: both sides send a version, 1536 bytes, and the other's 1536 bytes back (RTMP 1.0 §5.2). */

export const PACKET_BYTES = 1_536;
const VERSION = 3;

/** What the client begins with: its version and its packet. */
export const HELLO_BYTES = 1 + PACKET_BYTES;

/** S0, S1 and S2, for C0 and C1; undefined for a client that does not speak plain RTMP. */
export function answerHello(hello: Buffer, random: (bytes: number) => Buffer): Buffer | undefined {
  if (hello.length !== HELLO_BYTES || hello[0] !== VERSION) return undefined;
  const own = random(PACKET_BYTES);
  // Time and version of zero: no digest is offered, so clients fall back to the simple form.
  own.fill(0, 0, 8);
  return Buffer.concat([Buffer.from([VERSION]), own, hello.subarray(1)]);
}
