import type { DumpSink } from '#engine/connectors/index.ts'
import { type EntryFacts, nameKey } from '#engine/sources/index.ts'
import { Chunker, type Snapshot, type TreeNode, timestampNs, type Vault } from '#engine/vault/index.ts'
import { previousFolder } from './parent.ts'
import type { Tally } from './tally.ts'
import { toNode } from './to-node.ts'
import type { SnapshotTarget } from './types.ts'

/** The folder at the top of a copy that holds the dumps of servers: they have no place of their own on this computer. */
export const SERVER_DUMPS = 'Bancos de dados (Salvaguarda)'
/** Copies looked through for the last good dump, when the newest has none. */
const LOOK_BACK = 60

type ServerTarget = Extract<SnapshotTarget, { kind: 'server' }>

const nameOf = ({ path }: ServerTarget) => Buffer.from(path.split('/').at(-1) ?? '')
const isDumpFolder = (node: TreeNode) => nameKey(node.name) === nameKey(Buffer.from(SERVER_DUMPS))

/**
 * Streams one dump into the vault, part by part, and resolves to its folder. A dump that fails leaves only pieces that no copy names,
 * which cleaning takes away. Throws what the dump failed with.
 */
export async function storeDump(
  vault: Vault,
  target: ServerTarget,
  { tally, signal, takenAtNs, last }: StoreOptions,
): Promise<TreeNode> {
  const nodes: TreeNode[] = []
  const sink: DumpSink = async ({ name, bytes }) => {
    const { content, sizeBytes } = await storeStream(vault, bytes, tally, signal)
    nodes.push(toNode(Buffer.from(name), looks('file', takenAtNs), { kind: 'file', content, sizeBytes }))
  }
  const lastGoodBytes = target.acceptsLess ? undefined : await mainBytes(vault, last)
  await target.dump(sink, { signal, ...(lastGoodBytes === undefined ? {} : { lastGoodBytes }) })
  for (const node of nodes) tally.file('new', Number(node.sizeBytes ?? 0n))
  tally.databases++
  return saveFolder(vault, nameOf(target), nodes, takenAtNs, tally)
}
type StoreOptions = {
  readonly tally: Tally
  readonly signal: AbortSignal
  readonly takenAtNs: bigint
  readonly last: TreeNode | undefined
}

async function storeStream(
  vault: Vault,
  bytes: AsyncIterable<Uint8Array>,
  tally: Tally,
  signal: AbortSignal,
): Promise<{ readonly content: readonly string[]; readonly sizeBytes: bigint }> {
  const chunker = new Chunker(vault.config.chunkerPolynomial)
  const content: string[] = []
  let sizeBytes = 0n
  const save = async (chunk: Uint8Array) => {
    signal.throwIfAborted()
    const lengthBytes = chunk.length
    const { id, isNew, stored } = await vault.queueBlob('data', chunk)
    if (isNew) tally.blob('data', lengthBytes, stored)
    content.push(id)
    sizeBytes += BigInt(lengthBytes)
    tally.report('database')
  }
  for await (const block of bytes) for (const chunk of chunker.push(block)) await save(chunk)
  const rest = chunker.finish()
  if (rest) await save(rest)
  return { content, sizeBytes }
}

/** The newest dump of this database that a copy still has whole; of the parent first. */
export async function lastDump(
  vault: Vault,
  parent: Snapshot | undefined,
  target: ServerTarget,
): Promise<TreeNode | undefined> {
  const inParent = await dumpIn(vault, parent, target)
  if (inParent) return inParent
  const others = await vault.listSnapshots().catch(() => [])
  for (const snapshot of others.slice(0, LOOK_BACK)) {
    if (!snapshot.paths.includes(target.path)) continue
    const found = await dumpIn(vault, snapshot, target)
    if (found) return found
  }
  return undefined
}

/** The dump as this copy has it, as long as the vault still has all its bytes. */
export async function dumpIn(
  vault: Vault,
  snapshot: Snapshot | undefined,
  target: Pick<ServerTarget, 'path'>,
): Promise<TreeNode | undefined> {
  const top = [...(await previousFolder(vault, snapshot?.tree)).values()].find(isDumpFolder)
  const wanted = nameKey(Buffer.from(target.path.split('/').at(-1) ?? ''))
  const folder = (await previousFolder(vault, top?.subtree)).get(wanted)
  const files = [...(await previousFolder(vault, folder?.subtree)).values()]
  const isWhole = files.every((file) => file.content?.every((id) => vault.hasBlob('data', id)))
  return files.length > 0 && isWhole ? folder : undefined
}

/** Bytes of the largest part: the database itself. */
async function mainBytes(vault: Vault, folder: TreeNode | undefined): Promise<number | undefined> {
  const sizes = [...(await previousFolder(vault, folder?.subtree)).values()].map((node) => Number(node.sizeBytes ?? 0n))
  return sizes.length > 0 ? Math.max(...sizes) : undefined
}

/** Counts a dump that stands again for a database nobody wrote to. */
export async function tallyKept(vault: Vault, folder: TreeNode, tally: Tally): Promise<void> {
  for (const node of (await previousFolder(vault, folder.subtree)).values())
    tally.file('unmodified', Number(node.sizeBytes ?? 0n))
  tally.folder('unmodified')
  tally.databases++
}

/** All dumps of a copy in their folder at its top. Empty when there is none. */
export async function topOfDumps(vault: Vault, dumps: readonly TreeNode[], tally: Tally): Promise<readonly TreeNode[]> {
  if (dumps.length === 0) return []
  // The time of the newest, so that a copy without a new dump is the same folder.
  const newestNs = dumps.reduce((newest, { mtime }) => {
    const atNs = timestampNs(mtime) ?? 0n
    return atNs > newest ? atNs : newest
  }, 0n)
  return [await saveFolder(vault, Buffer.from(SERVER_DUMPS), dumps, newestNs, tally)]
}

/** A folder of the computer's own root may have the very name. */
export function besides(node: TreeNode, others: readonly TreeNode[]): TreeNode {
  const taken = new Set(others.map(({ name }) => nameKey(name)))
  let name = node.name
  for (let turn = 2; taken.has(nameKey(name)); turn++)
    name = Buffer.from(`${Buffer.from(node.name).toString()} ${turn}`)
  return { ...node, name }
}

async function saveFolder(
  vault: Vault,
  name: Uint8Array,
  nodes: readonly TreeNode[],
  atNs: bigint,
  tally: Tally,
): Promise<TreeNode> {
  const saved = await vault.saveTree(nodes)
  if (saved.isNew) tally.blob('tree', vault.blobLengthBytes('tree', saved.id) ?? 0, Promise.resolve(saved.storedBytes))
  tally.folder('new')
  return toNode(name, looks('dir', atNs), { kind: 'dir', subtree: saved.id })
}

/** Records of patients: for the person who makes the copies and nobody else. */
export const looks = (kind: 'file' | 'dir', atNs: bigint): EntryFacts => ({
  kind,
  permissions: kind === 'dir' ? 0o700 : 0o600,
  mtimeNs: atNs,
  ctimeNs: atNs,
  sizeBytes: 0n,
  uid: process.getuid?.() ?? 0,
  gid: process.getgid?.() ?? 0,
})
