import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeWorkshop } from './test-support/workshop.ts'

it('handles folders as deep as a path may be', async () => {
  const { source, copy } = await makeWorkshop()
  const deep = join(source, ...Array.from({ length: 1500 }, () => 'p'))
  await mkdir(deep, { recursive: true })
  await writeFile(join(deep, 'fundo.txt'), 'fundo')
  const { summary, skips } = await copy()
  expect(skips).toEqual([])
  expect(summary.total_files_processed).toBe(1)
})
