import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { makeVault, SECRET } from '../test-support/vaults.ts'

let folder = ''
let root = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sinais é '))
  root = join(folder, 'cofre')
  await (await makeVault(localBackend(root))).close()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A process of its own that holds a lock and then waits. */
async function holder(more = '') {
  const room = new URL('..', import.meta.url).href
  const program = `
    import { localBackend } from '${new URL('../backends/index.ts', room).href}'
    import { openVault } from '${new URL('index.ts', room).href}'
    const vault = await openVault(localBackend(process.argv[1]), process.argv[2])
    await vault.lock('exclusive')
    ${more}
    console.log('held')
    process.stdin.resume()
    process.stdin.on('data', () => console.log('alive'))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, root, SECRET], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe('held')
  const ended = once(child, 'exit')
  return { child, lines, ended }
}

const locks = () => readdir(join(root, 'locks'))

test('R36 a process that holds a lock survives the SIGHUP by which restic asks whether it lives', async () => {
  const { child, lines, ended } = await holder()
  expect(await locks()).toHaveLength(1)
  child.kill('SIGHUP')
  child.stdin.write('?\n')
  expect((await lines.next()).value).toBe('alive')
  child.kill('SIGKILL')
  await ended
  expect(await locks()).toHaveLength(1)
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  'R37 %s ends the process as it should, and no lock is left',
  async (signal) => {
    const { child, ended } = await holder()
    child.kill(signal)
    expect(await ended).toEqual([null, signal])
    expect(await locks()).toEqual([])
  },
)

test('R37 a process with its own way out is left to it', async () => {
  const { child, ended } = await holder(`process.on('SIGTERM', async () => { await vault.close(); process.exit(7) })`)
  child.kill('SIGTERM')
  expect(await ended).toEqual([7, null])
  expect(await locks()).toEqual([])
})

test('R35 the lock of a killed process does not keep the next one out', async () => {
  const { child, ended } = await holder()
  child.kill('SIGKILL')
  await ended
  const next = await holder()
  expect(await locks()).toHaveLength(1)
  next.child.kill('SIGTERM')
  await next.ended
  expect(await locks()).toEqual([])
})
