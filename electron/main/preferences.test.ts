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

test('what a newer version of the app keeps is read as far as it is known, and stays as it is', () => {
  const text = '{"version":2,"language":"en","theme":"dark","textPercent":150,"contrast":"more"}'
  writeFileSync(file, text)
  const preferences = open()
  expect(preferences.get()).toEqual({ language: 'en', theme: 'dark', textPercent: 150 })
  expect(() => preferences.set(preferences.get())).toThrow('APP_003')
  expect(readFileSync(file, 'utf8')).toBe(text)
})

test('a file of before there were versions is read, and written in today’s form', () => {
  writeFileSync(file, '{"language":"en","theme":"dark","textPercent":125}')
  const preferences = open()
  expect(preferences.get()).toEqual({ language: 'en', theme: 'dark', textPercent: 125 })
  preferences.set({ ...preferences.get(), theme: 'light' })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    version: 1,
    language: 'en',
    theme: 'light',
    textPercent: 125,
  })
})
