import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { openPreferences } from './preferences.ts'

let file: string
beforeEach(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), 'preferências ')), 'preferences.json')
})
const open = () => openPreferences(file, () => {})
const usual = { language: 'pt-BR', theme: 'system', textPercent: 100 }

test('a new computer starts in Portuguese, with the system’s theme', () => {
  expect(open().get()).toEqual(usual)
})

test('what was chosen is there at the next start, and was told at once', () => {
  const told: string[] = []
  openPreferences(file, ({ theme }) => told.push(theme)).set({ language: 'en', theme: 'dark', textPercent: 150 })
  expect(told).toEqual(['system', 'dark'])
  expect(open().get()).toEqual({ language: 'en', theme: 'dark', textPercent: 150 })
})

test.each(['', '{', '[]', '{"language":"fr","theme":"dark","textPercent":100}', '{"language":"en"}'])(
  'a file that says %j reads as the defaults and is left alone',
  (text) => {
    writeFileSync(file, text)
    expect(open().get()).toEqual(usual)
    expect(readFileSync(file, 'utf8')).toBe(text)
  },
)
