// Exchanges a database as the app does and is killed at the n-th change of the file system: `node swap-and-die.ts N LIVE INCOMING OUTGOING
// PRIVATE`. N counts link and rename; before an even one it dies with nothing done, after an odd one with it done. Prints how far it came.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const [, , at = '', live = '', incoming = '', outgoing = '', temporaryFolder = ''] = process.argv
let left = Number(at)
const die = () => process.kill(process.pid, 'SIGKILL')
for (const name of ['link', 'rename'] as const) {
  const real = fs.promises[name] as (...args: unknown[]) => Promise<void>
  Object.assign(fs.promises, {
    [name]: async (...args: unknown[]) => {
      if (left-- === 0) die()
      await real(...args)
      if (left-- === 0) die()
    },
  })
}
syncBuiltinESMExports()

const { sqliteSwap } = await import('../swap.ts')
const named = (path: string) => ({ kind: 'sqlite' as const, path })
const trio = { live: named(live), incoming: named(incoming), outgoing: named(outgoing) }
await sqliteSwap.swap(trio, { secrets: { read: async () => null }, temporaryFolder })
process.stdout.write('done')
