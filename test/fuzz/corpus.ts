import { readFileSync } from 'node:fs'
import { unseal } from '#engine/vault/crypto/seal.ts'
import { compress } from '#engine/vault/crypto/zstd.ts'
import { encodeLock } from '#engine/vault/format/lock-file.ts'
import { encodeTrash } from '#engine/vault/format/trash-file.ts'
import { fromHex, vectorRepositories, vectors } from '#engine/vault/test-support/vectors.ts'

/** Formats of a vault that somebody else may have written. */
export const FORMATS = [
  'pack-header',
  'pack-end',
  'index',
  'tree',
  'snapshot',
  'key',
  'config',
  'lock',
  'trash',
  'zstd',
  'document',
] as const
export type Format = (typeof FORMATS)[number]

const TIME = '2026-11-21T16:29:56.75Z'
/** What the repositories of the corpus lack: a folder as Windows has it, and big numbers. */
const WINDOWS_TREE =
  `{"nodes":[{"name":"laudo.pdf","type":"file","mode":438,"mtime":"${TIME}","atime":"${TIME}","ctime":"${TIME}","uid":0,"gid":0,` +
  `"inode":18446744073709551615,"links":2,"extended_attributes":[{"name":"user.x","value":"AAE="}],` +
  `"generic_attributes":{"windows.creation_time":{"LowDateTime":1,"HighDateTime":2},"windows.file_attributes":32},` +
  `"content":["${'a'.repeat(64)}"]},{"name":"atalho","type":"symlink","linktarget":"x","linktarget_raw":"/w==","content":null}]}\n`

/** Real files of real repositories of every format, opened: what inputs are bred from. */
export function readCorpus(): Readonly<Record<Format, readonly Uint8Array[]>> {
  const corpus = Object.fromEntries(FORMATS.map((format) => [format, [] as Uint8Array[]])) as unknown as Record<
    Format,
    Uint8Array[]
  >
  const text = (format: Format, json: string) => corpus[format].push(Buffer.from(json))
  for (const { repo, path } of vectorRepositories) {
    const file = (name: string) => new Uint8Array(readFileSync(`${path}/${name}`))
    const { encrypt_hex, mac_k_hex, mac_r_hex } = repo.master_key
    const key = { encrypt: fromHex(encrypt_hex), macK: fromHex(mac_k_hex), macR: fromHex(mac_r_hex) }
    for (const { file: name } of repo.keys) corpus.key.push(file(name))
    text('config', repo.config.plaintext)
    for (const { plaintext } of repo.index) text('index', plaintext)
    for (const { plaintext } of repo.snapshots) text('snapshot', plaintext)
    for (const { utf8 } of repo.trees) text('tree', utf8)
    for (const { file: name } of [...repo.index, ...repo.snapshots]) {
      const plain = unseal(key, file(name))
      if (plain) corpus.document.push(plain)
      if (plain?.[0] === 2) corpus.zstd.push(plain.subarray(1))
    }
    for (const { header_plaintext_hex } of repo.packs) corpus['pack-header'].push(fromHex(header_plaintext_hex))
    for (const { file: name } of repo.packs.filter(({ size }) => size < 20_000)) corpus['pack-end'].push(file(name))
  }
  text('tree', WINDOWS_TREE)
  text('lock', vectors.lock_example_plaintext)
  text('lock', encodeLock({ time: TIME, exclusive: true, hostname: 'pc-01', username: 'recepção', pid: 7, uid: 1 }))
  text('trash', encodeTrash({ removedAt: TIME, snapshotId: 'a'.repeat(64), sealed: fromHex('00ff'.repeat(150)) }))
  corpus.zstd.push(compress(Buffer.from('sem queixas. '.repeat(3000))), compress(Buffer.of()))
  corpus.document.push(Buffer.from('{"packs":[]}'), Buffer.from('[]'))
  return corpus
}
