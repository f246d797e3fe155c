import { existsSync, statSync } from 'node:fs'
import { localBackend } from '#engine/backends/index.ts'
import { openVault } from '#engine/vault/index.ts'
import { applyRestore } from '../apply-restore.ts'
import { planRestore } from '../plan-restore.ts'

/**
 * A program of its own that recovers everything of the newest copy and is killed, without warning, once its journal has so many bytes. It
 * looks at that itself: whoever looked from outside would come too late on a busy computer.
 */
const [vaultFolder = '', targetFolder = '', journalFile = '', onConflict = 'rename', bytes = ''] = process.argv.slice(2)
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
const look = () => {
  if (existsSync(journalFile) && statSync(journalFile).size >= Number(bytes)) process.kill(process.pid, 'SIGKILL')
}
const looking = setInterval(look, 1)
await applyRestore(vault, plan, { safekeeping: { journalFile, mark: 'morto', asideName: 'Guardado antes' } })
clearInterval(looking)
await vault.close()
