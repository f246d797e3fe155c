import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { localBackend } from '#engine/backends/index.ts'
import { systemRandom } from '#engine/kernel/index.ts'
import { coreOf } from '#engine/vault/core.ts'
import { seal } from '#engine/vault/crypto/seal.ts'
import { compress } from '#engine/vault/crypto/zstd.ts'
import { idOf } from '#engine/vault/format/ids.ts'
import { encodeIndex, type PackedBlob } from '#engine/vault/format/index-file.ts'
import { encodePackHeader } from '#engine/vault/format/pack-header.ts'
import { createVault, openVault, type Vault } from '#engine/vault/index.ts'

export const PASSWORD = 'chave da máquina'
export const TIME = '2026-11-21T16:29:56.75Z'

/** One blob as somebody else's program may store it. `content` is what is sealed where that is not the plain bytes. */
export type OddBlob = {
  readonly type: 'data' | 'tree'
  readonly plain: Uint8Array
  readonly content?: Uint8Array
  readonly lie?: Partial<PackedBlob>
}
export type OddPack = { readonly id: string; readonly blobs: readonly PackedBlob[] }

/** A repository on disk, put together by hand around what we would write ourselves. */
export type OddVault = {
  readonly folder: string
  addPack(blobs: readonly OddBlob[]): Promise<OddPack>
  /** `json` as it is, `wrap` for another encoding than version byte 2 and one zstd frame. */
  addIndex(json: string, wrap?: (plain: Uint8Array) => Uint8Array): Promise<string>
  addSnapshot(json: string, wrap?: (plain: Uint8Array) => Uint8Array): Promise<string>
  addFile(folder: 'keys' | 'locks' | 'snapshots' | 'index', bytes: Uint8Array): Promise<string>
  writeConfig(json: string): Promise<void>
  sealed(plain: Uint8Array): Uint8Array
  /** Data and folders in packs of their own, named by one index, and one copy of them. */
  addCopy(nodes: readonly string[], data?: readonly Uint8Array[], more?: readonly OddBlob[]): Promise<string>
  open(): Promise<Vault>
}

export const compressed = (plain: Uint8Array): Uint8Array => Buffer.concat([Buffer.of(2), compress(plain)])

/** The bytes of a folder with these nodes, each a piece of JSON. */
export const treeBytes = (nodes: readonly string[]): Buffer => Buffer.from(`{"nodes":[${nodes.join(',')}]}\n`)

const facts = (mode: number) => `"mode":${mode},"mtime":"${TIME}","atime":"${TIME}","ctime":"${TIME}","uid":0,"gid":0`
export const fileJson = (name: string, chunks: readonly Uint8Array[], more = ''): string =>
  `{"name":${JSON.stringify(name)},"type":"file",${facts(0o644)}${more},"size":${chunks.reduce((sum, { length }) => sum + length, 0)},"content":${JSON.stringify(chunks.map(idOf))}}`
export const folderJson = (name: string, tree: Uint8Array | string): string =>
  `{"name":${JSON.stringify(name)},"type":"dir",${facts(2147484141)},"content":null,"subtree":"${typeof tree === 'string' ? tree : idOf(tree)}"}`

/** Makes an empty repository below `place`. */
export async function makeOddVault(place: string): Promise<OddVault> {
  const folder = join(place, 'repositório de outro')
  const made = await createVault(localBackend(folder), {
    secrets: [{ secret: PASSWORD, label: { username: 'outro', hostname: 'pc-09' } }],
    scryptCost: { N: 2, r: 8, p: 1 },
  })
  const { masterKey } = coreOf(made)
  await made.close()
  const sealed = (plain: Uint8Array) => seal(masterKey, systemRandom.bytes(16), plain)
  const addFile: OddVault['addFile'] = async (kind, bytes) => {
    await mkdir(join(folder, kind), { recursive: true })
    await writeFile(join(folder, kind, idOf(bytes)), bytes)
    return idOf(bytes)
  }
  const addPack: OddVault['addPack'] = async (blobs) => {
    const parts: Uint8Array[] = []
    const entries: PackedBlob[] = []
    let offset = 0
    for (const { type, plain, content, lie } of blobs) {
      const isTree = type === 'tree' && content === undefined
      const part = sealed(content ?? (isTree ? compress(plain) : plain))
      const uncompressedBytes = isTree ? plain.length : undefined
      const entry = { id: idOf(plain), type, offset, length: part.length }
      entries.push({ ...entry, ...(uncompressedBytes !== undefined && { uncompressedBytes }), ...lie })
      parts.push(part)
      offset += part.length
    }
    const header = sealed(encodePackHeader(entries))
    const trailer = Buffer.alloc(4)
    trailer.writeUInt32LE(header.length)
    const bytes = Buffer.concat([...parts, header, trailer])
    const id = idOf(bytes)
    await mkdir(join(folder, 'data', id.slice(0, 2)), { recursive: true })
    await writeFile(join(folder, 'data', id.slice(0, 2), id), bytes)
    return { id, blobs: entries }
  }
  const addIndex: OddVault['addIndex'] = (json, wrap = compressed) => addFile('index', sealed(wrap(Buffer.from(json))))
  const addSnapshot: OddVault['addSnapshot'] = (json, wrap = compressed) =>
    addFile('snapshots', sealed(wrap(Buffer.from(json))))
  return {
    folder,
    addPack,
    addIndex,
    addSnapshot,
    addFile,
    sealed,
    writeConfig: (json) => writeFile(join(folder, 'config'), sealed(Buffer.from(json)), { flag: 'w' }),
    addCopy: async (nodes, data = [], more = []) => {
      const tree = treeBytes(nodes)
      const packs = [await addPack([{ type: 'tree', plain: tree }, ...more.filter(({ type }) => type === 'tree')])]
      const dataBlobs = [
        ...data.map((plain) => ({ type: 'data', plain }) as const),
        ...more.filter(({ type }) => type === 'data'),
      ]
      if (dataBlobs.length > 0) packs.push(await addPack(dataBlobs))
      await addIndex(encodeIndex(packs))
      return addSnapshot(JSON.stringify({ time: TIME, tree: idOf(tree), paths: ['/clínica'], hostname: 'pc-09' }))
    },
    open: () => openVault(localBackend(folder), PASSWORD),
  }
}
