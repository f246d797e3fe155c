import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { note, openLineLog } from './line-log.ts'

const folder = () => mkdtempSync(path.join(tmpdir(), 'registro é '))

test('the log never grows beyond three files of the given size, and the newest lines stay', () => {
  const home = folder()
  const file = path.join(home, 'logs', 'a.log')
  const log = openLineLog(file, 1_000)
  for (let i = 0; i < 500; i++) log(`line ${i} ${'x'.repeat(80)}`)
  const files = readdirSync(path.dirname(file)).sort()
  expect(files).toEqual(['a.log', 'a.log.1', 'a.log.2'])
  for (const name of files) expect(statSync(path.join(path.dirname(file), name)).size).toBeLessThanOrEqual(1_000)
  expect(readFileSync(file, 'utf8')).toContain('line 499 ')
})

test('what main says can be read like the engine’s lines', () => {
  const lines: string[] = []
  note((line) => lines.push(line), 'engine ended by itself', { exitCode: 9 })
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', event: 'engine ended by itself', exitCode: 9 })
})

test('a log that cannot be written costs nothing but the log', () => {
  const home = folder()
  writeFileSync(path.join(home, 'logs'), 'a file where the folder should be')
  expect(() => openLineLog(path.join(home, 'logs', 'a.log'))('line')).not.toThrow()
})
