import { isDeepStrictEqual } from 'node:util'
import { unseal } from '#engine/vault/crypto/seal.ts'
import { decompress } from '#engine/vault/crypto/zstd.ts'
import { decodeConfig, encodeConfig } from '#engine/vault/format/config.ts'
import { unwrapDocument } from '#engine/vault/format/document.ts'
import { isId } from '#engine/vault/format/ids.ts'
import { decodeIndex, decodeIndexTable, encodeIndex, type IndexedPack } from '#engine/vault/format/index-file.ts'
import type { IndexTable } from '#engine/vault/format/index-table.ts'
import { decodeKeyFile, encodeKeyFile } from '#engine/vault/format/key-file.ts'
import { decodeLock, encodeLock, lockTimeMs } from '#engine/vault/format/lock-file.ts'
import { decodePackHeader, encodePackHeader, locatePackHeader } from '#engine/vault/format/pack-header.ts'
import { decodeSnapshot } from '#engine/vault/format/snapshot-file.ts'
import { timestampNs } from '#engine/vault/format/time.ts'
import { decodeTrash, encodeTrash } from '#engine/vault/format/trash-file.ts'
import { decodeTree, encodeTree } from '#engine/vault/format/tree.ts'
import type { Format } from './corpus.ts'

/** How much plain content an input of the fuzzer may ask zstd for. */
export const MAX_CONTENT_BYTES = 4 * 1024 ** 2

/** What was read must be sound, or was not to be read. */
function require(isSo: boolean, what: string): void {
  if (!isSo) throw new TypeError(`read, but ${what}`)
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')
const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0 && value <= 0xffffffff

/**
 * Reads an input as one format and looks at what comes out. True when it was read, false when it was refused.
 *
 * Throws only where the parser is wrong: parsers say no by a value, what is above them turns that into a code.
 */
export const PARSERS: Readonly<Record<Format, (bytes: Uint8Array) => boolean>> = {
  'pack-header': (bytes) => {
    const blobs = decodePackHeader(bytes)
    if (!blobs) return false
    require(Buffer.compare(encodePackHeader(blobs), bytes) === 0, 'it is written otherwise')
    return true
  },
  'pack-end': (bytes) => {
    const place = locatePackHeader(bytes)
    if (!place) return false
    require(place.start >= 0 && place.end === bytes.length - 4 && place.end - place.start >= 32, 'its place is none')
    unseal(KEY, bytes.subarray(place.start, place.end))
    return true
  },
  index: (bytes) => {
    const packs = decodeIndex(text(bytes))
    const table = decodeIndexTable(bytes)
    require((packs === undefined) === (table === undefined), 'the quick reader says otherwise')
    if (!packs || !table) return false
    require(JSON.stringify(rowsOf(table)) ===
      JSON.stringify(rowsOf(tableOf(packs))), 'the quick reader reads otherwise')
    for (const pack of packs) {
      require(isId(pack.id), 'a pack has no id')
      for (const { id, offset, length, uncompressedBytes = 1 } of pack.blobs)
        require(isId(id) && isCount(offset) && isCount(length) && isCount(uncompressedBytes), 'a place is none')
    }
    require(JSON.stringify(decodeIndex(encodeIndex(packs))) === JSON.stringify(packs), 'it does not come back')
    return true
  },
  tree: (bytes) => {
    const nodes = decodeTree(bytes)
    // A blank in front, and the reader for every form has to read it.
    require(isDeepStrictEqual(nodes, decodeTree(Buffer.concat([BLANK, bytes]))), 'the quick reader reads otherwise')
    if (!nodes) return false
    for (const { name, content, subtree, mode, uid, gid, mtime } of nodes) {
      require(name.length > 0 && [mode, uid, gid].every(isCount), 'a node is none')
      require((content ?? []).every(isId) && (subtree === undefined || isId(subtree)), 'an id is none')
      require(timestampNs(mtime) !== undefined, 'a time is none')
    }
    canonicalOrRefused(() => require(decodeTree(encodeTree(nodes))?.length === nodes.length, 'it does not come back'))
    return true
  },
  snapshot: (bytes) => {
    const snapshot = decodeSnapshot(text(bytes))
    if (!snapshot) return false
    require(isId(snapshot.tree) && timestampNs(snapshot.time) !== undefined, 'its tree or time is none')
    return true
  },
  key: (bytes) => {
    const file = decodeKeyFile(bytes)
    if (!file) return false
    const { N, r, p } = file.cost
    require(128 * N * r <= 1024 ** 3 && r * p < 2 ** 30 && file.salt.length === 64, 'its cost is none to bear')
    require(decodeKeyFile(encodeKeyFile(file)) !== undefined, 'it does not come back')
    return true
  },
  config: (bytes) => {
    const read = decodeConfig(bytes)
    if (read.kind === 'config')
      require(decodeConfig(encodeConfig(read.config)).kind === 'config', 'it does not come back')
    return read.kind === 'config'
  },
  lock: (bytes) => {
    const lock = decodeLock(text(bytes))
    if (!lock) return false
    require(Number.isSafeInteger(lockTimeMs(lock)), 'its time is none')
    require(decodeLock(encodeLock(lock)) !== undefined, 'it does not come back')
    return true
  },
  trash: (bytes) => {
    const entry = decodeTrash(text(bytes))
    if (!entry) return false
    require(decodeTrash(encodeTrash(entry)) !== undefined, 'it does not come back')
    return true
  },
  zstd: (bytes) => {
    const plain = decompress(bytes, MAX_CONTENT_BYTES)
    require((plain?.length ?? 0) <= MAX_CONTENT_BYTES, 'more came out than was allowed')
    return plain !== undefined
  },
  document: (bytes) => unwrapDocument(bytes) !== undefined,
}

const BLANK = Buffer.from(' ')

type Rows = Pick<IndexTable, 'packIds' | 'packEnds' | 'types' | 'offsets' | 'lengths' | 'uncompressed'> & {
  readonly ids: string
}

/** The same of both readers, in one form. */
function rowsOf({ ids, ...columns }: Rows | IndexTable): unknown {
  const { packIds, packEnds, types, offsets, lengths, uncompressed } = columns
  const hex = typeof ids === 'string' ? ids : Buffer.from(ids).toString('hex')
  return [packIds, ...[packEnds, types, offsets, lengths, uncompressed].map((column) => [...column]), hex]
}

function tableOf(packs: readonly IndexedPack[]): Rows {
  const blobs = packs.flatMap((pack) => pack.blobs)
  let end = 0
  return {
    packIds: packs.map(({ id }) => id),
    packEnds: Uint32Array.from(packs.map((pack) => (end += pack.blobs.length))),
    ids: blobs.map(({ id }) => id).join(''),
    types: Uint8Array.from(blobs, ({ type }) => (type === 'tree' ? 1 : 0)),
    offsets: Uint32Array.from(blobs, ({ offset }) => offset),
    lengths: Uint32Array.from(blobs, ({ length }) => length),
    uncompressed: Uint32Array.from(blobs, ({ uncompressedBytes = 0 }) => uncompressedBytes),
  }
}

const KEY = { encrypt: new Uint8Array(32).fill(1), macK: new Uint8Array(16).fill(2), macR: new Uint8Array(16).fill(3) }

/** What other writers make may be readable and still be nothing that we would ever write. */
function canonicalOrRefused(write: () => void): void {
  try {
    write()
  } catch (error) {
    if (!(error instanceof TypeError) || error.message.startsWith('read, but')) throw error
  }
}
