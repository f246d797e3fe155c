import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { createVault, quoteName, type Snapshot, type TreeNode, type Vault } from '#engine/vault/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { applyRestore } from '../apply-restore.ts'
import { planRestore } from '../plan-restore.ts'
import type { RestoreOutcome, RestoreRequest } from '../types.ts'

export const TIME = '2024-02-29T12:34:56.123456789Z'
const COMMON = { mtime: TIME, atime: TIME, ctime: TIME, uid: 0, gid: 0 }

/** What a test puts into a copy by hand, also what no honest program would. */
export type Thing =
  | { readonly kind: 'file'; readonly chunks: readonly string[]; readonly node?: Partial<TreeNode> }
  | { readonly kind: 'folder'; readonly things: Things; readonly node?: Partial<TreeNode> }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'other'; readonly node: Partial<TreeNode> }
export type Things = readonly (readonly [name: string | Uint8Array, thing: Thing])[]

export const file = (...chunks: string[]): Thing => ({ kind: 'file', chunks })
export const folder = (...things: Things): Thing => ({ kind: 'folder', things })
export const link = (target: string): Thing => ({ kind: 'link', target })

export type Workshop = {
  readonly folder: string
  readonly target: string
  readonly vaultFolder: string
  readonly vault: Vault
  save(things: Things): Promise<Snapshot>
  restore(snapshot: Snapshot, request?: Partial<RestoreRequest>): Promise<RestoreOutcome>
}

export async function makeWorkshop(): Promise<Workshop> {
  const place = await mkdtemp(join(tmpdir(), 'Recuperação São Luís '))
  onTestFinished(() => rm(place, { recursive: true, force: true }))
  const target = join(place, 'Recuperados ção')
  const vaultFolder = join(place, 'HD externo')
  await mkdir(target)
  const vault = await createVault(localBackend(vaultFolder), {
    secrets: [{ secret: 'chave da máquina', label: { username: 'recepção', hostname: 'pc-01' } }],
    scryptCost: { N: 2, r: 8, p: 1 },
  })
  onTestFinished(() => vault.close())
  const save = async (things: Things) => {
    await vault.loadIndex()
    const tree = await saveThings(vault, things)
    await vault.flush()
    return vault.saveSnapshot({ time: TIME, tree, paths: ['/clínica'], hostname: 'pc-01' })
  }
  const restore = async (snapshot: Snapshot, request: Partial<RestoreRequest> = {}) => {
    const full = {
      snapshot,
      include: [],
      targetFolder: target,
      layout: 'full-path',
      onConflict: 'rename',
      ...request,
    } as const
    return applyRestore(vault, await planRestore(vault, full))
  }
  return { folder: place, target, vaultFolder, vault, save, restore }
}

/** Writes tree bytes by hand where the vault would refuse them: a hostile vault was made by a hostile program. */
async function saveThings(vault: Vault, things: Things): Promise<string> {
  const nodes: TreeNode[] = []
  for (const [name, thing] of things) nodes.push(await saveThing(vault, Buffer.from(name), thing))
  try {
    return (await vault.saveTree(nodes)).id
  } catch (error) {
    if (!(error instanceof TypeError) && codeOf(error) !== 'VAULT_112') throw error
    const raw = nodes.map((node) => ({
      name: quoteName(node.name),
      type: node.type,
      mode: node.mode,
      mtime: node.mtime,
      atime: node.atime,
      ctime: node.ctime,
      uid: 0,
      gid: 0,
      size: node.sizeBytes === undefined ? undefined : Number(node.sizeBytes),
      linktarget: node.linkTarget,
      content: node.content,
      subtree: node.subtree,
    }))
    return (await vault.saveBlob('tree', Buffer.from(`${JSON.stringify({ nodes: raw })}\n`))).id
  }
}

async function saveThing(vault: Vault, name: Uint8Array, thing: Thing): Promise<TreeNode> {
  switch (thing.kind) {
    case 'file': {
      const content: string[] = []
      for (const chunk of thing.chunks) content.push((await vault.saveBlob('data', Buffer.from(chunk))).id)
      const size = BigInt(Buffer.byteLength(thing.chunks.join('')))
      return {
        ...COMMON,
        name,
        type: 'file',
        mode: 0o644,
        content,
        ...(size > 0n ? { sizeBytes: size } : {}),
        ...thing.node,
      }
    }
    case 'folder': {
      const subtree = await saveThings(vault, thing.things)
      return { ...COMMON, name, type: 'dir', mode: 2 ** 31 + 0o755, content: null, subtree, ...thing.node }
    }
    case 'link':
      return { ...COMMON, name, type: 'symlink', mode: 2 ** 27 + 0o777, content: null, linkTarget: thing.target }
    case 'other':
      return { ...COMMON, name, type: 'fifo', mode: 2 ** 25 + 0o644, content: null, ...thing.node }
  }
}
