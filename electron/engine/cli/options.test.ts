import { expect, it } from 'vitest'
import { languageOf, readArguments } from './options.ts'

it('finds the command wherever it stands, also beside a vault of the same name', () => {
  expect(readArguments(['--vault', 'check', '-p', 'senha', 'backup', 'check'])).toMatchObject({
    command: 'backup',
    words: ['check'],
    values: { vault: 'check' },
  })
  expect(readArguments(['snapshots', '-r', 'v', '--json']).values).toMatchObject({ vault: 'v', json: true })
})

it('names the option it did not understand, never a value', () => {
  expect(() => readArguments(['backup', '--senha=segredo'])).toThrow(
    expect.objectContaining({ code: 'APP_002', params: { detail: '--senha' } }),
  )
})

it('speaks Portuguese unless the system or the person speaks English', () => {
  expect(languageOf(undefined, {})).toBe('pt-BR')
  expect(languageOf(undefined, { LANG: 'en_US.UTF-8' })).toBe('en')
  expect(languageOf('pt-BR', { LANG: 'en_US.UTF-8' })).toBe('pt-BR')
})
