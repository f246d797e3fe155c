import { expect, it } from 'vitest'
import { isInside } from './paths.ts'

it.each([
  ['/clinica/fotos', '/clinica', true],
  ['/clinica', '/clinica/', true],
  ['/clinica-velha', '/clinica', false],
  ['/clinica', '/clinica/fotos', false],
  ['C:\\Clinica\\Fotos', 'c:\\clinica', true],
  ['C:\\Clinica2', 'C:\\Clinica', false],
  ['/anything', '/', true],
])('%s inside %s: %s', (inner, outer, expected) => {
  expect(isInside(inner, outer)).toBe(expected)
})
