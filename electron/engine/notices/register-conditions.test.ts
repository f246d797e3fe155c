import { expect, it } from 'vitest'
import { registerConditions } from './register-conditions.ts'

const finding = (readAtMs: number | null) => ({
  what: 'changed' as const,
  segment: 'a'.repeat(16),
  number: 3,
  readAtMs,
})
const subjectsOf = (...given: Parameters<typeof registerConditions>) =>
  registerConditions(...given).map(({ subject, action }) => [subject, action])

it('tells of damage until somebody has read of it, and of silence as long as it lasts', () => {
  expect(subjectsOf({ findings: [], silentSinceMs: null }, 9)).toEqual([])
  expect(subjectsOf({ findings: [finding(5), finding(null)], silentSinceMs: null }, 9)).toEqual([
    ['register-changed', 'look-at-register'],
  ])
  expect(subjectsOf({ findings: [finding(5)], silentSinceMs: 7 }, 9)).toEqual([['register-silent', 'look-at-register']])
})
