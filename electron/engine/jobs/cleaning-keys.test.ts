import { expect, test } from 'vitest'
import { type JobId, jobIdSchema } from '#shared/domain/index.ts'
import { CleaningKeys } from './cleaning-keys.ts'

const job = (digit: string): JobId => jobIdSchema.parse(`${digit.repeat(8)}-0000-4000-8000-000000000000`)

test('a key is had by its own work only, and forgotten with it', () => {
  const keys = new CleaningKeys()
  keys.keep(job('1'), { secret: 'do dono' })
  keys.keep(job('2'), { secret: 'de outro lugar' })
  expect(keys.of(job('1'))).toEqual({ secret: 'do dono' })
  expect(() => keys.of(job('3'))).toThrow(expect.objectContaining({ code: 'RET_106' }))
  keys.keepOnly([job('2')])
  expect(() => keys.of(job('1'))).toThrow(expect.objectContaining({ code: 'RET_106' }))
  expect(keys.of(job('2'))).toEqual({ secret: 'de outro lugar' })
  keys.keepOnly([])
  expect(() => keys.of(job('2'))).toThrow(expect.objectContaining({ code: 'RET_106' }))
  expect(JSON.stringify(keys)).not.toContain('do')
})
