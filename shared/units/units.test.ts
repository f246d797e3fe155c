import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatAge,
  formatBytes,
  formatCount,
  formatDate,
  formatDuration,
  formatMoment,
  formatOnMoment,
  formatSpan,
} from './index.ts'

const SP = 'America/Sao_Paulo'
const at = (iso: string): number => Date.parse(iso)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('sizes', () => {
  it.each([
    [0, '0 bytes', '0 bytes'],
    [1, '1 byte', '1 byte'],
    [999, '999 bytes', '999 bytes'],
    [1000, '1 KB', '1 KB'],
    [2_460_000, '2,5 MB', '2.5 MB'],
    [9_960_000, '10 MB', '10 MB'],
    [999_600, '1 MB', '1 MB'],
    [3_200_000_000, '3,2 GB', '3.2 GB'],
    [412_600_000_000, '413 GB', '413 GB'],
    [2e12, '2 TB', '2 TB'],
  ])('%d bytes', (bytes, pt, en) => {
    expect(formatBytes(bytes, 'pt-BR')).toBe(pt)
    expect(formatBytes(bytes, 'en')).toBe(en)
  })

  it('counts are written as the system’s own tables have them', () => {
    const count = fc.oneof(
      fc.double({ min: -1e12, max: 1e12, noNaN: true }),
      fc.integer({ min: -1e13, max: 1e13 }),
      fc.integer({ min: -9999, max: 9999 }).map((value) => value / 1000),
    )
    fc.assert(
      fc.property(
        count,
        fc.constantFrom('pt-BR', 'en'),
        fc.integer({ min: 0, max: 2 }),
        (value, language, decimals) => {
          const tables = new Intl.NumberFormat(language, { maximumFractionDigits: decimals })
          expect(formatCount(value, language, decimals)).toBe(tables.format(value))
        },
      ),
    )
  })

  it('counts are grouped as the language does', () => {
    expect(formatCount(1204, 'pt-BR')).toBe('1.204')
    expect(formatCount(1204, 'en')).toBe('1,204')
  })
})

describe('lengths', () => {
  it.each([
    [400, 'menos de 1 segundo', 'less than 1 second'],
    [1000, '1 segundo', '1 second'],
    [14_000, '14 segundos', '14 seconds'],
    [60_000, '1 min', '1 min'],
    [38 * MINUTE + 12_000, '38 min 12 s', '38 min 12 s'],
    [65 * MINUTE, '1 h 5 min', '1 h 5 min'],
    [3 * DAY, '3 dias', '3 days'],
  ])('%d ms', (ms, pt, en) => {
    expect(formatDuration(ms, 'pt-BR')).toBe(pt)
    expect(formatDuration(ms, 'en')).toBe(en)
  })

  it.each([
    [0, '1 minuto'],
    [14.2 * MINUTE, '15 minutos'],
    [60 * MINUTE, '1 hora'],
    [61 * MINUTE, '1 h 1 min'],
    [2 * HOUR + 1000, '2 h 1 min'],
    [26.5 * HOUR, '27 horas'],
    [47 * HOUR, '47 horas'],
    [48 * HOUR, '2 dias'],
    [49 * HOUR, '2 dias 1 h'],
    [98.2 * HOUR, '4 dias 3 h'],
  ])('never says less work than may be lost: %d ms', (ms, pt) => {
    expect(formatSpan(ms, 'pt-BR')).toBe(pt)
  })
})

describe('ages', () => {
  it.each([
    [20_000, 'agora há pouco', 'just now'],
    [-5 * MINUTE, 'agora há pouco', 'just now'],
    [20 * MINUTE, 'há 20 min', '20 min ago'],
    [3.9 * HOUR, 'há 3 h', '3 h ago'],
    [DAY, 'há 1 dia', '1 day ago'],
    [59 * DAY, 'há 59 dias', '59 days ago'],
    [155 * DAY, 'há 5 meses', '5 months ago'],
    [800 * DAY, 'há 2 anos', '2 years ago'],
  ])('%d ms', (ms, pt, en) => {
    expect(formatAge(0, ms, 'pt-BR')).toBe(pt)
    expect(formatAge(0, ms, 'en')).toBe(en)
  })
})

describe('moments', () => {
  const now = at('2026-11-21T17:52:00Z') // Saturday, 14h52 in São Paulo
  it.each([
    ['2026-11-21T17:32:00Z', 'hoje, 14h32', 'today, 14:32'],
    ['2026-11-21T03:00:00Z', 'hoje, 0h', 'today, 00:00'],
    ['2026-11-21T02:59:00Z', 'ontem, 23h59', 'yesterday, 23:59'],
    ['2026-11-17T12:05:00Z', 'terça, 9h05', 'Tuesday, 09:05'],
    ['2026-11-15T12:05:00Z', 'domingo, 9h05', 'Sunday, 09:05'],
    ['2026-11-14T12:05:00Z', '14/11, 9h05', '14 November, 09:05'],
    ['2024-03-12T21:00:00Z', '12/03/2024, 18h', '12 March 2024, 18:00'],
  ])('%s', (iso, pt, en) => {
    expect(formatMoment(at(iso), now, 'pt-BR', SP)).toBe(pt)
    expect(formatMoment(at(iso), now, 'en', SP)).toBe(en)
  })

  it.each([
    ['2026-11-21T17:32:00Z', 'hoje, 14h32', 'today, 14:32'],
    ['2026-11-20T12:00:00Z', 'ontem, 9h', 'yesterday, 09:00'],
    ['2026-11-17T12:05:00Z', 'na terça, 9h05', 'on Tuesday, 09:05'],
    ['2026-11-15T12:05:00Z', 'no domingo, 9h05', 'on Sunday, 09:05'],
    ['2026-11-14T12:05:00Z', 'em 14/11, 9h05', 'on 14 November, 09:05'],
  ])('inside a sentence: %s', (iso, pt, en) => {
    expect(formatOnMoment(at(iso), now, 'pt-BR', SP)).toBe(pt)
    expect(formatOnMoment(at(iso), now, 'en', SP)).toBe(en)
  })

  it('paper carries the whole date', () => {
    expect(formatDate(now, 'pt-BR', SP)).toBe('21/11/2026')
    expect(formatDate(now, 'en', SP)).toBe('21 November 2026')
  })
})
