import type { Id } from '../types.ts'

/** What an index file names, in columns: fifty thousand objects would cost more than all the rest of reading it. */
export type IndexTable = {
  readonly packIds: readonly Id[]
  /** The blobs of a pack end before this row. */
  readonly packEnds: Uint32Array
  /** 32 bytes a row. */
  readonly ids: Uint8Array<ArrayBuffer>
  /** 1 for a tree. */
  readonly types: Uint8Array
  readonly offsets: Uint32Array
  readonly lengths: Uint32Array
  /** 0 where the blob is not compressed. */
  readonly uncompressed: Uint32Array
}

/**
 * An index file in the form in which restic and we write it, and no other: no blank, no other order, no other member.
 * Undefined at the first byte that is different; `decodeIndexTable` knows every form.
 */
export function readUsualIndex(json: Uint8Array): IndexTable | undefined {
  return new UsualIndex(json).read()
}

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))
const OPEN = bytesOf('{"packs":[')
const PACK_ID = bytesOf('{"id":"')
const BLOBS = bytesOf('","blobs":[')
const BLOB_ID = PACK_ID
const DATA = bytesOf('","type":"data","offset":')
const TREE = bytesOf('","type":"tree","offset":')
const LENGTH = bytesOf(',"length":')
const UNCOMPRESSED = bytesOf(',"uncompressed_length":')
const COMMA = 0x2c
const CLOSE_LIST = 0x5d
const CLOSE_OBJECT = 0x7d
/** No row of the usual form is shorter. */
const SHORTEST_ROW = 110
/** An id, three numbers, a type. */
const ROW_BYTES = 32 + 3 * 4 + 1
const HEX_DIGITS = Int8Array.from({ length: 256 }, (_, byte) => '0123456789abcdef'.indexOf(String.fromCharCode(byte)))
const FIRST_DIGIT = 0x30
const MAX_U32 = 0xffffffff

class UsualIndex {
  readonly #json: Uint8Array
  #at = 0

  constructor(json: Uint8Array) {
    this.#json = json
  }

  read(): IndexTable | undefined {
    const rows = Math.floor(this.#json.length / SHORTEST_ROW)
    // All columns in one piece of memory, so that a thread hands it over.
    const memory = new ArrayBuffer(rows * ROW_BYTES)
    const ids = new Uint8Array(memory, 0, rows * 32)
    const offsets = new Uint32Array(memory, rows * 32, rows)
    const lengths = new Uint32Array(memory, rows * 36, rows)
    const uncompressed = new Uint32Array(memory, rows * 40, rows)
    const types = new Uint8Array(memory, rows * 44, rows)
    const packIds: Id[] = []
    const packEnds: number[] = []
    let row = 0
    if (!this.#skip(OPEN)) return undefined
    for (let isFirst = true; this.#json[this.#at] !== CLOSE_LIST; isFirst = false) {
      if (!isFirst && !this.#skipByte(COMMA)) return undefined
      const packId = this.#skip(PACK_ID) ? this.#idText() : undefined
      if (packId === undefined || !this.#skip(BLOBS)) return undefined
      packIds.push(packId)
      for (let isFirstBlob = true; this.#json[this.#at] !== CLOSE_LIST; isFirstBlob = false) {
        if (!isFirstBlob && !this.#skipByte(COMMA)) return undefined
        if (row === rows || !this.#skip(BLOB_ID) || !this.#id(ids, row * 32)) return undefined
        const isTree = this.#skip(TREE)
        if (!isTree && !this.#skip(DATA)) return undefined
        const offset = this.#count()
        if (offset < 0 || !this.#skip(LENGTH)) return undefined
        const length = this.#count()
        const plain = length >= 0 && this.#skip(UNCOMPRESSED) ? this.#count() : 0
        if (length < 0 || plain < 0 || !this.#skipByte(CLOSE_OBJECT)) return undefined
        types[row] = isTree ? 1 : 0
        offsets[row] = offset
        lengths[row] = length
        uncompressed[row] = plain
        row += 1
      }
      this.#at += 1
      if (!this.#skipByte(CLOSE_OBJECT)) return undefined
      packEnds.push(row)
    }
    this.#at += 1
    if (!this.#skipByte(CLOSE_OBJECT)) return undefined
    this.#skipByte(0x0a)
    if (this.#at !== this.#json.length) return undefined
    return {
      packIds,
      packEnds: Uint32Array.from(packEnds),
      ids: ids.subarray(0, row * 32),
      types: types.subarray(0, row),
      offsets: offsets.subarray(0, row),
      lengths: lengths.subarray(0, row),
      uncompressed: uncompressed.subarray(0, row),
    }
  }

  #skip(expected: Uint8Array): boolean {
    const json = this.#json
    const from = this.#at
    for (let at = 0; at < expected.length; at += 1) if (json[from + at] !== expected[at]) return false
    this.#at = from + expected.length
    return true
  }

  #skipByte(expected: number): boolean {
    if (this.#json[this.#at] !== expected) return false
    this.#at += 1
    return true
  }

  /** 64 digits into 32 bytes. */
  #id(into: Uint8Array, to: number): boolean {
    const json = this.#json
    const from = this.#at
    if (from + 64 > json.length) return false
    let wrong = 0
    for (let byte = 0; byte < 32; byte += 1) {
      const high = HEX_DIGITS[json[from + 2 * byte] as number] as number
      const low = HEX_DIGITS[json[from + 2 * byte + 1] as number] as number
      wrong |= high | low
      into[to + byte] = (high << 4) | low
    }
    this.#at = from + 64
    return wrong >= 0
  }

  #idText(): Id | undefined {
    const from = this.#at
    if (!this.#id(new Uint8Array(32), 0)) return undefined
    return Buffer.from(this.#json.buffer, this.#json.byteOffset + from, 64).toString('latin1')
  }

  /** A whole number below 2^32 as Go writes it, or -1. */
  #count(): number {
    const json = this.#json
    const from = this.#at
    let value = 0
    let at = from
    for (; at < from + 11; at += 1) {
      const digit = (json[at] as number) - FIRST_DIGIT
      if (!(digit >= 0 && digit <= 9)) break
      value = value * 10 + digit
    }
    if (at === from || value > MAX_U32 || (at > from + 1 && json[from] === FIRST_DIGIT)) return -1
    this.#at = at
    return value
  }
}
