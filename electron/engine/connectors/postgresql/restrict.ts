const HEAD_BYTES = 16 * 1024
const TAIL_BYTES = 2 * 1024

/**
 * Gives the dump's `\restrict` and `\unrestrict` lines another key, or takes them out for a psql that does not know them.
 *
 * SECURITY: between the two, psql runs none of its own commands, so a hostile database cannot have its text run programs on the computer
 * that restores it. That holds only while nobody knew the key when the database was written to: the constant one in the vault is no such key.
 */
export async function* withRestrictKey(
  dump: AsyncIterable<Uint8Array>,
  key: string | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  const line = (command: string) => (key === undefined ? '' : `\\${command} ${key}`)
  const inHead = (text: string) => text.replace(/^\\restrict \S+$/m, () => line('restrict'))
  const inTail = (text: string) =>
    text.replace(/^\\unrestrict \S+$(?![\s\S]*^\\unrestrict )/m, () => line('unrestrict'))
  let head: Buffer | undefined = Buffer.alloc(0)
  let tail = Buffer.alloc(0)
  for await (const block of dump) {
    if (head !== undefined) {
      head = Buffer.concat([head, block])
      if (head.length < HEAD_BYTES) continue
      // latin1 keeps every byte as it is.
      tail = Buffer.from(inHead(head.toString('latin1')), 'latin1')
      head = undefined
    } else tail = Buffer.concat([tail, block])
    if (tail.length <= TAIL_BYTES) continue
    yield tail.subarray(0, tail.length - TAIL_BYTES)
    tail = Buffer.from(tail.subarray(tail.length - TAIL_BYTES))
  }
  const rest = head === undefined ? tail.toString('latin1') : inHead(head.toString('latin1'))
  yield Buffer.from(inTail(rest), 'latin1')
}
