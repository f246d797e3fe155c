// Run without privileges: node copy-as-other.ts VAULT-FOLDER SOURCE. Prints what the copy came to as one line of JSON.
import { localBackend } from '#engine/backends/index.ts'
import { createVault } from '#engine/vault/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { takeSnapshot } from '../take-snapshot.ts'

const [vaultFolder = '', source = ''] = process.argv.slice(2)
const vault = await createVault(localBackend(vaultFolder), {
  secrets: [{ secret: 'chave', label: { username: 'recepção', hostname: 'pc-01' } }],
  scryptCost: { N: 2, r: 8, p: 1 },
})
const result = await takeSnapshot(vault, {
  targets: [{ kind: 'folder', path: source }],
  hostname: 'pc-01',
  username: 'recepção',
  programVersion: 'salvaguarda 0.1.0',
}).then(
  ({ skips, summary }) => ({ skips, files: summary.total_files_processed }),
  (error: unknown) => ({ code: codeOf(error) }),
)
process.stdout.write(`${JSON.stringify({ ...result, copies: (await vault.listSnapshots()).length })}\n`)
await vault.close()
