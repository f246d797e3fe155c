import { expect, test } from 'vitest'
import { isBearableCost } from './scrypt.ts'

test.each([
  { N: 2, r: 8, p: 1 },
  { N: 32768, r: 8, p: 4 },
  { N: 2 ** 17, r: 8, p: 1 },
  { N: 2 ** 20, r: 8, p: 1 },
])('R5 takes the cost $N $r $p', (cost) => {
  expect(isBearableCost(cost)).toBe(true)
})

test.each([
  { N: 1000, r: 8, p: 1 },
  { N: 1, r: 8, p: 1 },
  { N: 2 ** 21, r: 8, p: 1 },
  { N: 2 ** 20, r: 9, p: 1 },
  { N: 2, r: 0, p: 1 },
  { N: 2, r: 8, p: 0 },
  { N: 2 ** 20, r: 8, p: 1000 },
  { N: 2.5, r: 8, p: 1 },
  { N: 2 ** 40, r: 8, p: 1 },
])('R5 refuses the cost $N $r $p', (cost) => {
  expect(isBearableCost(cost)).toBe(false)
})
