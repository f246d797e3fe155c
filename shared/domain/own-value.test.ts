import { expect, test } from 'vitest'
import { fileCategoryOf } from './file-categories.ts'
import { ownValue } from './own-value.ts'
import { windowsPowerShell } from './windows-programs.ts'

test.each(['constructor', '__proto__', 'toString'])(
  '%s is in no table, whoever names a file or a column so',
  (name) => {
    expect(ownValue({ a: 1 }, name)).toBeUndefined()
    expect(fileCategoryOf(`planilha.${name}`)).toBe('other')
  },
)

test('a table answers for its own names', () => {
  expect(ownValue({ a: 1 }, 'a')).toBe(1)
  expect(ownValue(undefined, 'a')).toBeUndefined()
})

test('PowerShell is Windows’ own, wherever that is', () => {
  expect(windowsPowerShell({})).toMatch(/^C:\\Windows\\System32\\/)
  expect(windowsPowerShell({ SystemRoot: 'D:\\WINNT' })).toMatch(/^D:\\WINNT\\System32\\.*\\powershell\.exe$/)
})
