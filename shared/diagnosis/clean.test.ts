import fc from 'fast-check'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { overviewSchema } from '../contracts/index.ts'
import { factSchema, noticeSettingsSchema, sourceSchema } from '../domain/index.ts'
import { bodyOf, cleaned, cleanLogLine, type Diagnosis, diagnosisText } from './index.ts'

const sign = (name: string) =>
  `#${[...name]
    .reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 0xffffff, 7)
    .toString(16)
    .padStart(6, '0')}`
/** What nobody who helps from afar should read. */
const NAMES = [
  'Ana Souza da Conceição',
  'Dr. José',
  '/home/clínica/Pacientes/Ana Souza.pdf',
  'smtp.clinica.example',
  'SEGREDO-123',
  '192.168.0.7',
]

const saidOf = (schema: z.core.$ZodType, value: unknown) => bodyOf('state', cleaned(schema, value, sign)).text

it('numbers, choices and codes stay; whatever somebody typed becomes a sign, the same each time', () => {
  const source = sourceSchema.parse({
    kind: 'folder',
    id: '0b9d6d4e-52a4-4c5a-9a53-3f1e0c2f6a11',
    path: NAMES[2],
    label: NAMES[0],
    category: 'records',
    owner: NAMES[1],
  })
  const text = saidOf(z.array(sourceSchema), [source, { ...source, owner: NAMES[0] }])
  for (const name of NAMES) expect(text).not.toContain(name)
  expect(text).toContain('"kind":"folder"')
  expect(text).toContain('"category":"records"')
  expect(text.split(sign(NAMES[0] ?? '')).length - 1).toBe(3)
})

it('parameters of a failure say their numbers and no more, under the words of the program only', () => {
  const failure = { code: 'KEY_102', params: { position: 3, detail: NAMES[2], [NAMES[0] ?? '']: 7 } }
  const text = saidOf(overviewSchema.shape.openFailure, { atMs: 1, error: failure })
  expect(text).toContain('"position":3')
  expect(text).toContain('KEY_102')
  for (const name of NAMES) expect(text).not.toContain(name)
})

it('no string of anybody gets through settings of notices, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 5 }).map((text) => `${text}@§`),
      (typed) => {
        const settings = {
          emails: { reception: [typed], manager: [], technician: [] },
          language: typed,
          ping: { url: typed },
        }
        expect(saidOf(noticeSettingsSchema, settings)).not.toContain(typed)
      },
    ),
  )
})

it('no field of any fact lets a name through, wherever it is put', () => {
  const options = factSchema.options as readonly z.ZodObject[]
  for (const option of options) {
    const kind = (option.shape.kind as z.ZodLiteral).value
    for (const name of NAMES) {
      const value = Object.fromEntries(
        Object.keys(option.shape).map((field) => [field, field === 'kind' ? kind : name]),
      )
      expect(bodyOf('facts', cleaned(option, value, sign)).text).not.toContain(name)
    }
  }
})

it('what is not plain makes no packet', () => {
  for (const name of NAMES.filter((each) => /[\s/]/.test(each))) expect(() => bodyOf('state', { free: name })).toThrow()
  expect(() => bodyOf('state', { [NAMES[0] ?? '']: 1 })).toThrow()
  expect(() => bodyOf('state', { when: new Date(0) })).toThrow()
})

it('of a log line the event, numbers and codes are kept; a name in it is not', () => {
  const calls = new Set(['copyNow'])
  const line = (fields: object) => JSON.stringify({ at: '2026-11-22T14:00:00.000Z', level: 'warn', ...fields })
  expect(cleanLogLine(line({ event: 'job.failed', code: 'DEST_101', call: 'copyNow', copies: 3 }), calls)).toEqual({
    ...{ event: 'job.failed', level: 'warn', code: 'DEST_101', call: 'copyNow', copies: 3 },
    atMs: Date.UTC(2026, 10, 22, 14),
  })
  expect(cleanLogLine('    at engine.mjs:10:5', calls)).toEqual({ frame: 'engine.mjs:10:5' })
  for (const name of NAMES) {
    expect(cleanLogLine(line({ event: name }), calls)).toBeUndefined()
    expect(cleanLogLine(name, calls)).toBeUndefined()
    const kept = cleanLogLine(
      line({ event: 'job.failed', code: name, call: name, name, frame: name, other: name }),
      calls,
    )
    expect(JSON.stringify(kept)).not.toContain(name)
  }
})

it('the text holds each part that goes, and says which ones the person left out; the essentials cannot be', () => {
  const diagnosis: Diagnosis = {
    ...{ madeAtMs: Date.UTC(2026, 10, 22, 14), signs: 'clinic' },
    parts: [
      bodyOf('state', { engineVersion: '0.1.0' }),
      bodyOf('computer', { cpus: 2 }),
      bodyOf('facts', [{ seq: 1 }]),
    ],
  }
  const text = diagnosisText(diagnosis, ['computer', 'state'], 'pt-BR')
  expect(text).toContain('=== state · ')
  expect(text).toContain('"engineVersion": "0.1.0"')
  expect(text).not.toContain('cpus')
  expect(text).toContain('A pessoa deixou de fora: Memória e espaço do computador.')
})
