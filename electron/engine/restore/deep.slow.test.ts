import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { file, folder, makeWorkshop } from './test-support/workshop.ts'

it('brings back folders deeper than the stack', async () => {
  const { save, restore, target } = await makeWorkshop()
  let thing = file('fundo')
  for (let depth = 0; depth < 1000; depth++) thing = folder(['p', thing])
  expect(await restore(await save([['p', thing]]))).toMatchObject({ files: 1, skips: [] })
  expect(await readFile(join(target, ...Array.from({ length: 1001 }, () => 'p')), 'utf8')).toBe('fundo')
})
