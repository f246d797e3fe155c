import { openFileSystem } from '#engine/sources/index.ts'
import { readUnderLock, type Vault } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import { hardLinkKey } from './hard-links.ts'
import { fileBytes, isRestorable } from './node-facts.ts'
import { safeName } from './safe-name.ts'
import { KnownTrees, visitSelection } from './selection.ts'
import { isInsideVault } from './target.ts'
import type { RestorePlan, RestoreRequest, RestoreSkip } from './types.ts'

const knownTrees = new WeakMap<RestorePlan, KnownTrees>()

/** What a plan has read already; whoever asks takes it, so that it is not kept longer than it is of use. */
export function takeKnownTrees(plan: RestorePlan): KnownTrees {
  const trees = knownTrees.get(plan) ?? new KnownTrees()
  knownTrees.delete(plan)
  return trees
}

/** Looks at what a recovery would do. Writes nothing. Throws REST_104, VAULT_111 for a path that is not in the copy, VAULT_…, APP_001. */
export async function planRestore(
  vault: Vault,
  request: RestoreRequest,
  options: { readonly signal?: AbortSignal } = {},
): Promise<RestorePlan> {
  const fileSystem = openFileSystem()
  if (await isInsideVault(request.targetFolder)) fail('REST_104')
  const skips: RestoreSkip[] = []
  const trees = new KnownTrees()
  const linked = new Set<string>()
  let files = 0
  let folders = 0
  let bytes = 0
  await readUnderLock(vault, options.signal, async (signal) => {
    await vault.loadIndex()
    await visitSelection(
      vault,
      request,
      {
        enter: async ({ node, path, isWay }) => {
          if (safeName(node.name, fileSystem.kind) === undefined) {
            skips.push({ code: 'REST_101', path })
            return false
          }
          if (!isWay || request.layout === 'full-path') folders++
          return true
        },
        leave: async () => {},
        item: async ({ node, path }) => {
          if (safeName(node.name, fileSystem.kind) === undefined) skips.push({ code: 'REST_101', path })
          else if (!isRestorable(node)) skips.push({ code: 'SRC_105', path })
          else if (node.type === 'file') {
            files++
            const key = hardLinkKey(node)
            if (key !== undefined && linked.has(key)) return
            if (key !== undefined) linked.add(key)
            bytes += fileBytes(vault, node)
          }
        },
        unreadable: ({ path }) => skips.push({ code: 'VAULT_105', path }),
      },
      { signal, trees },
    )
  })
  const plan = { request, files, folders, bytes, skips }
  knownTrees.set(plan, trees)
  return plan
}
