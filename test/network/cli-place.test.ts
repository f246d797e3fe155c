import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../cli.ts'
import { makePlace } from '../interop/hostile-folder.ts'
import { type OpenSsh, startOpenSsh } from './openssh.ts'

const PASSWORD = 'senha da clínica ção'
let server: OpenSsh
beforeAll(async () => {
  server = await startOpenSsh()
})
afterAll(() => server[Symbol.asyncDispose]())

async function ok(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCli(args, { password: PASSWORD })
  if (exitCode !== 0) throw new Error(`cli ${args.join(' ')} ended with ${exitCode}: ${stderr || stdout}`)
  return stdout
}

test('a technician tests a server, brings it up to a disk and checks it there', async () => {
  const folder = await makePlace()
  const { secretRef: _, ...place } = await server.place({ login: 'password' })
  const file = join(folder, 'nas da clínica.json')
  const secret = join(folder, 'senha do nas')
  await writeFile(file, JSON.stringify(place))
  await writeFile(secret, `${server.password}\n`)
  const onServer = ['--place', file, '--secret-file', secret]

  const said = await ok('test-place', ...onServer, '--lang', 'pt-BR')
  expect(said).toContain('Este lugar serve para guardar as cópias.')
  expect(said).toContain('O lugar ficou como estava.')
  expect(await readdir(server.home)).toEqual([])

  await writeFile(join(folder, 'ficha.txt'), 'ficha')
  const disk = join(folder, 'HD externo')
  await ok('init', '--vault', disk)
  await ok('backup', '--vault', disk, join(folder, 'ficha.txt'))
  const copy = ['copy', '--vault', disk, '--to-place', file, '--to-secret-file', secret, '--json']
  expect(JSON.parse(await ok(...copy))).toMatchObject({ copies: 1, heldBack: 0 })
  await ok('check', ...onServer, '--read-data')

  await writeFile(secret, 'errada')
  const refused = await runCli(['test-place', ...onServer, '--lang', 'pt-BR'], { password: PASSWORD })
  expect(refused.exitCode).toBe(1)
  expect(refused.stdout).toContain('(DEST_105)')
})
