// Brings a replica up to date, or heals it first: what the window does with two disks, in a process that can be killed.
// Arguments: replicate|heal, the folder of the source, the folder of the target, the secret. Says `done` at its end.
import { localBackend } from '#engine/backends/index.ts'
import { applyHeal, planHeal, planReplication, replicate } from '#engine/replicate/index.ts'
import { checkVault, openVault } from '#engine/vault/index.ts'

const [work, from = '', to = '', secret = ''] = process.argv.slice(2)
const source = await openVault(localBackend(from), secret)
// Many packs, so that there are many moments.
const target = await openVault(localBackend(to), secret, { packTargetBytes: 100_000 })
if (work === 'heal') {
  const { problems } = await checkVault(target, { readData: true })
  await applyHeal(target, await planHeal(target, { replicas: [source], problems }), { replicas: [source] })
}
await replicate(source, target, await planReplication(source, target))
await target.close()
await source.close()
process.stdout.write('done\n')
