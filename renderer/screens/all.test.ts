import { expect, it } from 'vitest'
import lines from './all.ts?raw'

it('every screen folder has its line in all.ts', () => {
  const doors = Object.keys(import.meta.glob('./*/index.ts'))
  expect(doors.length).toBeGreaterThan(0)
  expect(doors.filter((door) => !lines.includes(`'${door}'`))).toEqual([])
})
