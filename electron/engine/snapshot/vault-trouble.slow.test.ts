import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type BackendCall, type Fault, faultyBackend, localBackend } from '#engine/backends/index.ts'
import { openVault } from '#engine/vault/index.ts'
import { takeSnapshot } from './take-snapshot.ts'
import { makeWorkshop, type Workshop } from './test-support/workshop.ts'

async function copyOnto({ vaultFolder, source }: Workshop, decide: (call: BackendCall) => Fault | undefined) {
  const vault = await openVault(faultyBackend(localBackend(vaultFolder), decide), 'chave da máquina', {
    packTargetBytes: 1_000_000,
  })
  return takeSnapshot(vault, {
    targets: [{ kind: 'folder', path: source }],
    hostname: 'pc-01',
    username: 'u',
    programVersion: 'x',
  }).finally(() => vault.close())
}

it.each(['pack', 'index', 'snapshot'] as const)(
  'a disk that fills up at a %s ends the copy; the next one is whole',
  async (kind) => {
    const workshop = await makeWorkshop()
    const { source, vault, copy, entries, content } = workshop
    const files = new Map(Array.from({ length: 6 }, (_, at) => [`foto ${at}.jpg`, randomBytes(900_000)]))
    for (const [name, bytes] of files) await writeFile(join(source, name), bytes)
    let seen = 0
    const whenFull = (call: BackendCall): Fault | undefined =>
      call.method === 'write' && call.kind === kind && ++seen >= (kind === 'pack' ? 3 : 1)
        ? { kind: 'fail', code: 'DEST_102' }
        : undefined
    await expect(copyOnto(workshop, whenFull)).rejects.toMatchObject({ code: 'DEST_102' })
    expect(await vault.listSnapshots()).toEqual([])

    const outcome = await copy()
    expect(outcome.skips).toEqual([])
    const found = await entries(outcome)
    for (const [name, bytes] of files) expect(await content(found.get(name)), name).toEqual(bytes)
  },
)

it('a list of old copies that does not read keeps no new one from being made', async () => {
  const { source, copy, vault, vaultFolder } = await makeWorkshop()
  await writeFile(join(source, 'a.txt'), 'a')
  const junk = join(vaultFolder, 'snapshots', 'ab'.repeat(32))
  await writeFile(junk, 'lixo')
  const { snapshot } = await copy()
  expect(snapshot.parent).toBeUndefined()
  await rm(junk)
  expect(await vault.listSnapshots()).toHaveLength(1)
})
