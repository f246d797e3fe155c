import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { checkVault } from './check.ts'
import { openVault } from './open-vault.ts'
import { CHEAP, makeVault, readCopy, SECRET, saveCopy } from './test-support/vaults.ts'

let folder = ''
let root = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'queda de luz é '))
  root = join(folder, 'cofre')
  await (await makeVault(localBackend(root))).close()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A process of its own that makes one copy after the other and says each one's id. */
const PROGRAM = `
  import { randomBytes } from 'node:crypto'
  const { localBackend } = await import(process.argv[1] + '../backends/index.ts')
  const { openVault } = await import(process.argv[1] + 'index.ts')
  const { saveCopy } = await import(process.argv[1] + 'test-support/vaults.ts')
  const vault = await openVault(localBackend(process.argv[2]), process.argv[3], { packTargetBytes: 50_000 })
  await vault.lock('shared')
  for (;;) {
    const files = new Map(Array.from({ length: 40 }, (_, at) => ['foto ' + at, randomBytes(9000)]))
    console.log(await saveCopy(vault, files))
  }`

test('R38 a process killed at any moment loses no copy it had told of, and the next one works at once', async () => {
  const told: string[] = []
  for (let round = 1; round <= 4; round += 1) {
    const room = new URL('.', import.meta.url).href
    const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, room, root, SECRET], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'exit')
    let seen = 0
    for await (const id of createInterface({ input: child.stdout })) {
      told.push(id)
      seen += 1
      // Somewhere in the middle of the next copy, each time elsewhere.
      if (seen === round) setTimeout(() => child.kill('SIGKILL'), round * 3)
    }
    await ended

    const vault = await openVault(localBackend(root), SECRET, CHEAP)
    const lock = await vault.lock('exclusive')
    expect((await checkVault(vault, { readData: true })).problems).toEqual([])
    for (const id of told) expect((await readCopy(vault, id)).size).toBe(40)
    told.push(
      await saveCopy(vault, new Map(Array.from({ length: 40 }, (_, at) => [`ficha ${at}`, Buffer.from(`${round}`)]))),
    )
    await lock.release()
    expect(await readdir(join(root, 'locks'))).toEqual([])
  }
  expect(told.length).toBeGreaterThanOrEqual(8)
})
