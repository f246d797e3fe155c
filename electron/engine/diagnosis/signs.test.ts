import { expect, it } from 'vitest'
import { type Settings, settingsSchema } from '#engine/settings/index.ts'
import { accountIdSchema } from '#shared/domain/index.ts'
import { findSign, signOf } from './signs.ts'

const key = new Uint8Array(32).fill(7)
const settings: Settings = settingsSchema.parse({
  version: 2,
  clinicName: 'Clínica Sorriso Vivo',
  planTag: 'plano-0b9d6d4e-52a4-4c5a-9a53-3f1e0c2f6a11',
  sources: [{ kind: 'folder', id: '0b9d6d4e-52a4-4c5a-9a53-3f1e0c2f6a11', path: '/clínica/Fotos', label: 'Fotos' }],
  vault: { id: 'a'.repeat(64), place: { kind: 'local', path: '/media/HD' }, name: 'HD da sala' },
  key: { kind: 'kit-each-start' },
})
const people = [{ accountId: accountIdSchema.parse('1b9d6d4e-52a4-4c5a-9a53-3f1e0c2f6a11'), name: 'Ana Souza' }]

it.each([
  ['/clínica/Fotos', { what: 'source', name: 'Fotos' }],
  ['0b9d6d4e-52a4-4c5a-9a53-3f1e0c2f6a11', { what: 'source', name: 'Fotos' }],
  ['a'.repeat(64), { what: 'place', name: 'HD da sala' }],
  ['Ana Souza', { what: 'person', name: 'Ana Souza' }],
])('the clinic learns what the sign of %s stands for, however it is typed', (name, known) => {
  const sign = signOf(key, name)
  expect(sign).toMatch(/^#[0-9a-f]{6}$/)
  for (const typed of [sign, sign.slice(1), ` ${sign.toUpperCase()} `])
    expect(findSign(key, typed, settings, people)).toContainEqual(known)
})

it('with the key of another clinic it stands for nothing', () => {
  const other = new Uint8Array(32).fill(8)
  expect(findSign(other, signOf(key, '/clínica/Fotos'), settings, people)).toEqual([])
})
