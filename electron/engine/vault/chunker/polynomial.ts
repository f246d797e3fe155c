import type { Random } from '#engine/kernel/index.ts'

/** A polynomial over GF(2): bit i is the coefficient of x^i. */
export type Polynomial = bigint

/** The degree restic's chunker works with. */
export const CHUNKER_DEGREE = 53

/** Degree of a polynomial; -1 for zero. */
export function degreeOf(polynomial: Polynomial): number {
  return polynomial === 0n ? -1 : polynomial.toString(2).length - 1
}

/** Remainder of a division over GF(2). */
export function modulo(value: Polynomial, divisor: Polynomial): Polynomial {
  const degree = degreeOf(divisor)
  let rest = value
  for (let over = degreeOf(rest) - degree; over >= 0; over = degreeOf(rest) - degree) rest ^= divisor << BigInt(over)
  return rest
}

function multiplyModulo(left: Polynomial, right: Polynomial, divisor: Polynomial): Polynomial {
  let product = 0n
  let shifted = left
  for (let bits = right; bits > 0n; bits >>= 1n) {
    if ((bits & 1n) === 1n) product ^= shifted
    shifted <<= 1n
  }
  return modulo(product, divisor)
}

function greatestCommonDivisor(left: Polynomial, right: Polynomial): Polynomial {
  let [big, small] = [left, right]
  while (small !== 0n) [big, small] = [small, modulo(big, small)]
  return big
}

/** Ben-Or's test: true when a polynomial of degree one or more has no divisor. */
export function isIrreducible(polynomial: Polynomial): boolean {
  const degree = degreeOf(polynomial)
  if (degree < 1) return false
  let power = 2n
  for (let step = 1; step <= degree / 2; step += 1) {
    power = multiplyModulo(power, power, polynomial)
    if (greatestCommonDivisor(polynomial, modulo(power ^ 2n, polynomial)) !== 1n) return false
  }
  return true
}

/** A fresh irreducible polynomial of degree 53, as each vault needs one. */
export function randomPolynomial(random: Random): Polynomial {
  for (;;) {
    const bits = Buffer.from(random.bytes(8)).readBigUInt64BE()
    const candidate = BigInt.asUintN(CHUNKER_DEGREE, bits) | (1n << BigInt(CHUNKER_DEGREE)) | 1n
    if (isIrreducible(candidate)) return candidate
  }
}
