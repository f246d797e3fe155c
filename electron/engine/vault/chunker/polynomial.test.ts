import { expect, test } from 'vitest'
import { systemRandom } from '#engine/kernel/index.ts'
import { vectors } from '../test-support/vectors.ts'
import { degreeOf, isIrreducible, modulo, randomPolynomial } from './polynomial.ts'

test('R9 restic’s own polynomials are irreducible', () => {
  for (const { polynomial } of vectors.chunker.cases) expect(isIrreducible(BigInt(`0x${polynomial}`))).toBe(true)
})

test('R9 the test agrees with trial division for every polynomial of a small degree', () => {
  for (let polynomial = 2n; polynomial < 512n; polynomial += 1n) {
    let isPrime = true
    for (let divisor = 2n; degreeOf(divisor) <= degreeOf(polynomial) / 2; divisor += 1n)
      if (modulo(polynomial, divisor) === 0n) isPrime = false
    expect(isIrreducible(polynomial)).toBe(isPrime)
  }
})

test('R9 generated polynomials differ, are irreducible and of degree 53', () => {
  const made = Array.from({ length: 5 }, () => randomPolynomial(systemRandom))
  expect(new Set(made).size).toBe(5)
  for (const polynomial of made) {
    expect(degreeOf(polynomial)).toBe(53)
    expect(isIrreducible(polynomial)).toBe(true)
    expect(polynomial.toString(16)).toMatch(/^[23][0-9a-f]{13}$/)
  }
})
