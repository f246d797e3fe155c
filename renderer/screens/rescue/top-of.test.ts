import { expect, it } from 'vitest'
import { topOf } from './top-of.ts'

it.each([
  [['/srv/clínica/Pacientes'], '/srv/clínica'],
  [['/srv/clínica/Pacientes', '/srv/clínica/Sistema/banco.db'], '/srv/clínica'],
  [['C:\\Clínica\\Pacientes', 'D:\\Fotos'], ''],
  [['C:\\Clínica\\Pacientes', 'C:\\Clínica\\Sistema\\banco.db'], '/C/Clínica'],
  [[], ''],
])('%j begins at %j', (paths, top) => {
  expect(topOf(paths)).toBe(top)
})
