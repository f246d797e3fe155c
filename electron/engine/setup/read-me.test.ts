import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeReadMe } from './read-me.ts'

let disk: string
const at = (...names: string[]) => path.join(disk, ...names)
beforeEach(async () => {
  disk = await mkdtemp(path.join(tmpdir(), 'disco de março é '))
})
afterEach(() => rm(disk, { recursive: true }))

it('says how to get everything back without us, and asks nothing of a network', async () => {
  await writeReadMe(disk)
  const page = await readFile(at('LEIA-ME.html'), 'utf8')
  for (const words of ['restic -r cofre snapshots', 'restore latest --target', '24 palavras', 'In English'])
    expect(page).toContain(words)
  expect(page).not.toMatch(/https?:|<script|src=|href=/)
})

it('carries restic along where somebody put it aside, with its sum', async () => {
  await mkdir(at('guardados'))
  await writeFile(at('guardados', 'restic.exe'), 'programa')
  await writeFile(at('guardados', '<nome estranho>'), 'outro')
  await writeReadMe(disk, at('guardados'))
  expect(await readFile(at('restic', 'restic.exe'), 'utf8')).toBe('programa')
  const page = await readFile(at('LEIA-ME.html'), 'utf8')
  expect(page).toContain(createHash('sha256').update('programa').digest('hex'))
  expect(page).not.toContain('nome estranho')
})

it('writes nothing to a disk that has it already', async () => {
  await writeReadMe(disk)
  const before = new Date('2026-01-01')
  await utimes(at('LEIA-ME.html'), before, before)
  await writeReadMe(disk)
  expect((await stat(at('LEIA-ME.html'))).mtime).toEqual(before)
})

it('does not mind a disk that cannot take it', async () => {
  await expect(writeReadMe(at('não existe'))).resolves.toBeUndefined()
})
