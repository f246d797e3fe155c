/** Smaller memory may be shared out by Node among many; bigger memory belongs to one buffer alone. */
const OWN_FROM_BYTES = 128 * 1024

/**
 * Gives the memory of a buffer nobody uses any more back to the system now.
 *
 * The garbage collector comes round too seldom for bytes by the gigabyte: memory would grow by hundreds of megabytes.
 */
export function release({ buffer, length }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && (buffer.byteLength >= OWN_FROM_BYTES || buffer.byteLength === length))
    buffer.transfer(0)
}
