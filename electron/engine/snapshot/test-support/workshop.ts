import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { createVault, type Vault } from '#engine/vault/index.ts'
import type { CopyEntry } from '../list-copy.ts'
import { listCopy } from '../list-copy.ts'
import { takeSnapshot } from '../take-snapshot.ts'
import type { SnapshotOutcome, TakeSnapshotOptions } from '../types.ts'

export type Workshop = {
  readonly folder: string
  /** What a clinic wants copied. */
  readonly source: string
  readonly vaultFolder: string
  readonly vault: Vault
  copy(options?: Partial<TakeSnapshotOptions>): Promise<SnapshotOutcome>
  /** Path below `source` to entry. */
  entries(outcome: SnapshotOutcome): Promise<ReadonlyMap<string, CopyEntry>>
  content(entry: CopyEntry | undefined): Promise<Buffer>
}

/** A folder to copy and a real vault on a real disk; both gone when the test is. */
export async function makeWorkshop(): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'Clínica São João '))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const source = join(folder, 'Prontuários 2026')
  const vaultFolder = join(folder, 'HD externo')
  await mkdir(source)
  const vault = await createVault(localBackend(vaultFolder), {
    secrets: [{ secret: 'chave da máquina', label: { username: 'recepção', hostname: 'pc-01' } }],
    scryptCost: { N: 2, r: 8, p: 1 },
  })
  onTestFinished(() => vault.close())
  const copy = (options: Partial<TakeSnapshotOptions> = {}) =>
    takeSnapshot(vault, {
      targets: [{ kind: 'folder', path: source }],
      hostname: 'pc-01',
      username: 'recepção',
      programVersion: 'salvaguarda 0.1.0',
      ...options,
    })
  const entries = async ({ snapshot }: SnapshotOutcome) => {
    const found = new Map<string, CopyEntry>()
    for await (const entry of listCopy(vault, snapshot))
      if (entry.path.startsWith(`${source}/`)) found.set(entry.path.slice(source.length + 1), entry)
    return found
  }
  const content = async (entry: CopyEntry | undefined) =>
    Buffer.concat(await Promise.all((entry?.node.content ?? []).map((id) => vault.readBlob('data', id))))
  return { folder, source, vaultFolder, vault, copy, entries, content }
}
