import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { file, makeWorkshop } from '#engine/restore/test-support/workshop.ts'
import { dictionaries } from '#shared/i18n/index.ts'
import { runCli } from '../cli.ts'

it('Ctrl-C during a copy ends with 130 and its sentence, leaves no lock and no half copy, and the next copy works', async () => {
  const { folder, vaultFolder, vault, save } = await makeWorkshop()
  const first = await save([['a.txt', file('a')]])
  const source = join(folder, 'clínica')
  await mkdir(source)
  await writeFile(join(source, 'exame enorme.raw'), '')
  // Holes cost no disk, and reading them takes longer than pressing two keys.
  await truncate(join(source, 'exame enorme.raw'), 3e9)
  const locks = () => readdir(join(vaultFolder, 'locks'))
  const run = await runCli(['backup', source, '-r', vaultFolder], {
    password: 'chave da máquina',
    interruptWhen: async () => {
      while ((await locks()).length === 0) await setTimeout(20)
    },
  })
  expect(run.exitCode).toBe(130)
  expect(run.stderr).toContain(dictionaries['pt-BR'].errors.APP_001.safe)
  expect(await locks()).toEqual([])
  expect((await vault.listSnapshots()).map(({ id }) => id)).toEqual([first.id])

  await truncate(join(source, 'exame enorme.raw'), 1e6)
  expect((await runCli(['backup', source, '-r', vaultFolder], { password: 'chave da máquina' })).exitCode).toBe(0)
  expect(await vault.listSnapshots()).toHaveLength(2)
})
