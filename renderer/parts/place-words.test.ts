import { expect, it } from 'vitest'
import { placeOfVault, placeWords } from './place-words.ts'

it.each([
  ['/media/ana/HD da clínica', 'HD da clínica', ['media', 'ana'], null],
  ['/', '', [], null],
  ['E:\\Cópias\\Salvaguarda', 'Salvaguarda', ['Cópias'], 'E'],
  ['e:\\', '', [], 'E'],
  ['\\\\NAS\\clinica\\fotos', 'fotos', ['NAS', 'clinica'], null],
  ['/srv/a\\b', 'a\\b', ['srv'], null],
])('%s', (path, name, parents, driveLetter) => {
  expect(placeWords(path)).toEqual({ name, parents, driveLetter })
})

it.each([
  ['/media/ana/HD/Salvaguarda/cofre', '/media/ana/HD'],
  ['E:\\Salvaguarda\\cofre', 'E:'],
  ['/media/ana/HD', '/media/ana/HD'],
])('the vault %s lies in %s', (vault, place) => {
  expect(placeOfVault(vault)).toBe(place)
})
