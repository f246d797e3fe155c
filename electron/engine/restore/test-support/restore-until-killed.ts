import { localBackend } from '#engine/backends/index.ts'
import { openVault } from '#engine/vault/index.ts'
import { applyRestore } from '../apply-restore.ts'
import { planRestore } from '../plan-restore.ts'

/** A program of its own that recovers everything of the newest copy, for somebody who kills it. */
const [vaultFolder = '', targetFolder = '', journalFile = '', onConflict = 'rename'] = process.argv.slice(2)
const vault = await openVault(localBackend(vaultFolder), 'chave da máquina')
const [snapshot] = await vault.listSnapshots()
if (!snapshot) throw new Error('no copy')
const plan = await planRestore(vault, {
  snapshot,
  include: [],
  targetFolder,
  layout: 'full-path',
  onConflict: onConflict === 'set-aside' ? 'set-aside' : 'rename',
})
await applyRestore(vault, plan, { safekeeping: { journalFile, mark: 'morto', asideName: 'Guardado antes' } })
await vault.close()
