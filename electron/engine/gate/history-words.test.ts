import { expect, it } from 'vitest'
import { factSchema } from '#shared/domain/index.ts'
import { dictionaries, historySentence } from '#shared/i18n/index.ts'
import { rules } from './rules.ts'

// What may stand in the register reads as a sentence, in both languages, whoever adds a call or a fact.

/** Told by what closes it, or no act at all: the register has no line of these. */
const UNTOLD = new Set<string>(['job-started', 'copy-unchanged', 'watch-changed'])
const languages = ['pt-BR', 'en'] as const

it.each(languages)('every kind of fact has its sentence (%s)', (language) => {
  const { types } = dictionaries[language].history
  const kinds = factSchema.options.map(({ shape }) => shape.kind.value)
  expect(kinds.filter((kind) => !UNTOLD.has(kind) && !Object.hasOwn(types, kind))).toEqual([])
})

it.each(languages)('so has every call that is told: acts, and looks that somebody can be denied (%s)', (language) => {
  const { calls } = dictionaries[language].history
  const told = Object.entries(rules).filter(([, { need, isLook }]) => !isLook || !/^(anyone|look)$/.test(need))
  expect(told.flatMap(([call]) => (Object.hasOwn(calls, call) ? [] : [call]))).toEqual([])
  expect(Object.keys(calls).filter((call) => call !== 'other' && !Object.hasOwn(rules, call))).toEqual([])
})

it('a drill says how long it took', () => {
  const extra = { elapsedMs: 1_200_001, problems: 0, obstacles: 1 }
  expect(historySentence({ type: 'drill-finished', extra }, 'pt-BR')).toBe(
    'Ensaio de recuperação encerrado em 21 minutos, problemas: 0, obstáculos: 1',
  )
  expect(historySentence({ type: 'call.endDrill', extra: { outcome: 'denied' } }, 'pt-BR')).toBe(
    'Não foi permitido: encerrar um ensaio',
  )
})
