import { appendFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { silentLog, systemClock } from '#engine/kernel/index.ts'
import { sourceIdSchema } from '#shared/domain/index.ts'
import type { Coverage } from '../types.ts'
import { Watch } from '../watch.ts'

// Follows a folder in a process of its own, whose limits somebody else has set. Prints how it is covered, then whether a change was told.
const [folder = ''] = process.argv.slice(2)
const say = (what: object) => void process.stdout.write(`${JSON.stringify(what)}\n`)
let changes = 0
const watch = new Watch({
  clock: systemClock,
  log: silentLog,
  onChange: () => void changes++,
  onCoverage: (_id, coverage) => {
    if (coverage.kind !== 'starting') void end(coverage)
  },
})

async function end(coverage: Coverage): Promise<void> {
  const open = (await readdir('/proc/self/fd')).length
  await appendFile(path.join(folder, 'depois.txt'), 'x')
  // Nobody tells of it where nobody watches.
  while (coverage.kind === 'events' && changes === 0) await systemClock.sleep(10)
  say({ coverage, isTrusted: watch.isTrusted, changes, open })
  await watch.close()
}
await watch.follow([{ sourceId: sourceIdSchema.parse(crypto.randomUUID()), kind: 'folder', path: folder }])
