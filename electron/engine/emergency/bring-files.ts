import { open } from 'node:fs/promises'
import path from 'node:path'
import { fileName } from '#engine/records/index.ts'
import { listCopy } from '#engine/snapshot/index.ts'
import type { Snapshot, TreeNode, Vault } from '#engine/vault/index.ts'

/** As names are compared: Windows wrote them, and any system may read them. */
const folded = (text: string): string => text.normalize('NFC').toLowerCase()

/** `C:\Clínica\Fotos\a.jpg` as the copy spells it, in parts. Undefined for what leads upwards. */
function partsOf(native: string): readonly string[] | undefined {
  const bare = native.replace(/^file:\/\/\/?/i, '/').replace(/^\\\\\?\\/, '')
  const parts = bare
    .replace(/^([A-Za-z]):/, '/$1')
    .split(/[\\/]+/)
    .filter((part) => part !== '' && part !== '.')
  return parts.length === 0 || parts.includes('..') ? undefined : parts
}

/**
 * Writes files that a database only names into `folder`, out of the copy the database came from. Answers with their names there, by what the database calls them.
 *
 * `roots` are native folders below which a name may lie. The vault's index must be loaded.
 */
export async function bringFiles(
  vault: Vault,
  snapshot: Snapshot,
  {
    originals,
    roots,
    folder,
    signal,
  }: {
    readonly originals: readonly string[]
    readonly roots: readonly string[]
    readonly folder: string
    readonly signal: AbortSignal
  },
): Promise<ReadonlyMap<string, string>> {
  /** Places in the copy where a file may stand, and whose name it then is. */
  const wanted = new Map<string, string>()
  const ways = new Set<string>()
  for (const original of originals) {
    const own = partsOf(original)
    if (!own) continue
    const places = [own, ...roots.flatMap((root) => tails(own).map((tail) => [...(partsOf(root) ?? []), ...tail]))]
    for (const place of places) {
      const at = folded(`/${place.join('/')}`)
      if (!wanted.has(at)) wanted.set(at, original)
      for (let end = at.lastIndexOf('/'); end > 0; end = at.lastIndexOf('/', end - 1)) ways.add(at.slice(0, end))
    }
  }
  const brought = new Map<string, string>()
  const enter = ({ path: at }: { readonly path: string }) => ways.has(folded(at))
  for await (const { path: at, node } of listCopy(vault, snapshot, { enter, signal })) {
    const original = wanted.get(folded(at))
    if (original === undefined || node.type !== 'file' || brought.has(original)) continue
    const base = fileName(at.split('/').at(-1) ?? '')
    const name = `${String(brought.size + 1).padStart(4, '0')} ${base}`
    await write(vault, node, path.join(folder, name), signal)
    brought.set(original, name)
  }
  return brought
}

/** The whole name, and it without its first folders: what was `D:\dados\Fotos\a.jpg` may be protected as `Fotos`. At least two parts stay. */
const tails = (parts: readonly string[]): (readonly string[])[] =>
  parts.map((_part, from) => parts.slice(from)).filter((tail, from) => from === 0 || tail.length >= 2)

async function write(vault: Vault, node: TreeNode, file: string, signal: AbortSignal): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    for (const id of node.content ?? []) {
      signal.throwIfAborted()
      await handle.write(await vault.readBlob('data', id))
    }
  } finally {
    await handle.close()
  }
}
