import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const FOLLOW = path.join(import.meta.dirname, 'test-support', 'follow.ts')
let root: string

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vigia no limite é '))
  for (let n = 0; n < 400; n += 1) await mkdir(path.join(root, `p${n % 20}`, `f${n}`), { recursive: true })
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** What a process says that may have only so many watches. The limit is the kernel's own, in a namespace of this process. */
async function followWith(limit: string) {
  const inside = `${limit} && exec "$0" "$@"`
  const { stdout } = await run('unshare', [
    '--user',
    '--map-root-user',
    'sh',
    '-c',
    inside,
    process.execPath,
    FOLLOW,
    root,
  ])
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as object
}
const canLimit = await run('unshare', [
  '--user',
  '--map-root-user',
  'test',
  '-w',
  '/proc/sys/user/max_inotify_watches',
]).then(
  () => true,
  () => false,
)

describe.skipIf(!canLimit)('a computer at its limit', () => {
  it('watches as long as there are watches', async () => {
    expect(await followWith('echo 1000 > /proc/sys/user/max_inotify_watches')).toMatchObject({
      coverage: { kind: 'events', isTrusted: true },
      changes: 1,
    })
  })

  it('says so when it has no more watches, gives back those it took, and leaves the folder to the look at everything', async () => {
    expect(await followWith('echo 100 > /proc/sys/user/max_inotify_watches')).toMatchObject({
      coverage: { kind: 'looks', code: 'WATCH_101' },
      isTrusted: false,
    })
  })

  it('says so when no file can be opened any more', async () => {
    expect(await followWith('echo 0 > /proc/sys/user/max_inotify_instances')).toMatchObject({
      coverage: { kind: 'looks', code: 'WATCH_101' },
    })
  })
})
