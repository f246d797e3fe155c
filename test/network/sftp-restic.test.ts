import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBackend, sftpBackend } from '#engine/backends/index.ts'
import { takeSnapshot } from '#engine/snapshot/index.ts'
import { checkVault, createVault, openVault, type Vault } from '#engine/vault/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { differences, makeHostileFolder, makePlace } from '../interop/hostile-folder.ts'
import { stockRestic } from '../interop/stock-restic.ts'
import { type OpenSsh, startOpenSsh } from './openssh.ts'
import { toxicProxy } from './toxic-proxy.ts'

const PASSWORD = 'senha da clínica ção'
let server: OpenSsh
beforeAll(async () => {
  server = await startOpenSsh()
})
afterAll(() => server[Symbol.asyncDispose]())

const copyOf = (vault: Vault, path: string) =>
  takeSnapshot(vault, {
    targets: [{ kind: 'folder', path }],
    hostname: 'recepção',
    username: 'ana',
    programVersion: 'salvaguarda',
  })

test('a vault on a server, over a line that breaks all the time and then for long, is whole for stock restic', async () => {
  const folder = await makePlace()
  const source = join(folder, 'clínica')
  await makeHostileFolder(source)
  await using proxy = await toxicProxy(server.port)
  // every connection carries some files and breaks in the middle of another
  proxy.infect({ kind: 'cut', direction: 'up', afterBytes: 900_000 })
  const place = await server.place({ port: proxy.port })
  const retryMs = [20, 20, 20]
  const vault = await createVault(sftpBackend(place, { secret: server.key }, { retryMs }), {
    secrets: [{ secret: PASSWORD, label: { username: 'ana', hostname: 'recepção' } }],
    scryptCost: { N: 1024, r: 8, p: 1 },
    packTargetBytes: 700_000,
  })
  await copyOf(vault, source)
  expect(proxy.connections).toBeGreaterThan(3)

  // the line is gone for good while a copy is being made; nothing that was acknowledged is lost
  proxy.infect({ kind: 'refuse' })
  proxy.cutAll()
  expect(await copyOf(vault, join(folder, 'clínica')).then(() => 'none', codeOf)).toBe('DEST_101')
  await vault.close().catch(() => undefined)
  proxy.infect({ kind: 'clean' })

  const again = await openVault(openBackend(place, { secret: server.key }), PASSWORD)
  await copyOf(again, source)
  expect(await checkVault(again, { readData: true })).toMatchObject({ problems: [] })
  await again.close()

  const restic = await stockRestic('restic-current', folder, `sftp:${server.user}@127.0.0.1:${place.folder}`, PASSWORD)
  const ok = (...args: string[]) => restic.ok(...server.resticOptions, ...args)
  expect(await ok('check', '--read-data')).toContain('no errors were found')
  await ok('restore', 'latest', '--target', join(folder, 'restaurado'))
  expect(await differences(source, join(folder, 'restaurado', source), 'restic')).toEqual([])
  // and what restic writes there is ours to read
  await ok('backup', '--host', 'recepção', source)
  const after = await openVault(openBackend(place, { secret: server.key }), PASSWORD)
  expect(await checkVault(after, { readData: true })).toMatchObject({ problems: [] })
  await after.close()
})
