import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'

const run = promisify(execFile)

/** Copies as somebody to whom permissions apply: an administrator may read everything. */
async function copyWithoutPrivileges(prepare: (source: string) => Promise<void>): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'Recepção '))
  onTestFinished(async () => {
    await chmod(join(folder, 'fonte'), 0o700)
    await rm(folder, { recursive: true, force: true })
  })
  const source = join(folder, 'fonte')
  await mkdir(source)
  await writeFile(join(source, 'aberta.txt'), 'aberta')
  await prepare(source)
  const script = join(import.meta.dirname, 'test-support', 'copy-as-other.ts')
  const command = [process.execPath, script, join(folder, 'cofre'), source]
  // Not another user: the project may lie where only the administrator can read it.
  if (process.getuid?.() === 0) command.unshift('setpriv', '--inh-caps=-all', '--bounding-set=-all')
  const [program = '', ...args] = command
  const { stdout } = await run(program, args, { cwd: folder, env: { ...process.env, HOME: folder } })
  return JSON.parse(stdout)
}

it('leaves out what may not be read, says so, and copies the rest', async () => {
  let paths: string[] = []
  const result = await copyWithoutPrivileges(async (source) => {
    paths = [join(source, 'fechada'), join(source, 'fechado.txt')]
    await mkdir(join(source, 'fechada'), { mode: 0o000 })
    await writeFile(join(source, 'fechado.txt'), 'fechado', { mode: 0o000 })
  })
  expect(result).toEqual({ skips: paths.map((path) => ({ code: 'SRC_102', path })), files: 1, copies: 1 })
})

it('makes no empty copy of a folder that may not be read at all', async () => {
  const result = await copyWithoutPrivileges((source) => chmod(source, 0o000))
  expect(result).toEqual({ code: 'SRC_106', copies: 0 })
})
