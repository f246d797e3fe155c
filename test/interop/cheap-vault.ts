import { localBackend } from '#engine/backends/index.ts'
import { createVault } from '#engine/vault/index.ts'

/** A vault whose password costs nothing to try: every command tries it anew, ours and restic's. */
export async function makeCheapVault(folder: string, password: string): Promise<void> {
  const vault = await createVault(localBackend(folder), {
    secrets: [{ secret: password, label: { username: 'recepção', hostname: 'pc-01' } }],
    scryptCost: { N: 2, r: 8, p: 1 },
  })
  await vault.close()
}
