import { describe, expect, it } from 'vitest'
import { systemRandom } from '#engine/kernel/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import { makeKit, pickProofPositions, readKit } from './index.ts'

const caught = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (isAppError(error)) return error.wire
  }
  return undefined
}

describe('recovery kit', () => {
  it('has 24 words that read back to the same password', () => {
    const kit = makeKit()
    expect(kit.words).toHaveLength(24)
    expect(readKit(kit.words.join(' ')).password).toBe(kit.password)
  })

  it('is never the same twice', () => {
    expect(makeKit().password).not.toBe(makeKit().password)
  })

  it('follows BIP39: zero entropy is 23 times the first word and one checksum word', () => {
    const kit = makeKit({ ...systemRandom, bytes: (count) => new Uint8Array(count) })
    expect(kit.words.slice(0, 23)).toEqual(Array(23).fill('abacate'))
    expect(kit.words[23]).not.toBe('abacate')
  })

  it('forgives numbers, line breaks, capitals and accents', () => {
    const kit = makeKit()
    const sheet = kit.words.map((word, i) => `${i + 1}. ${word.toUpperCase()}`).join('\n')
    expect(readKit(sheet).password).toBe(kit.password)
    expect(readKit(kit.words.map((word) => word.replace('a', 'á')).join('  ')).password).toBe(kit.password)
  })

  it('names the first word that is not in the list', () => {
    const words = [...makeKit().words]
    words[6] = 'xyzw'
    expect(caught(() => readKit(words.join(' ')))).toEqual({ code: 'KEY_102', params: { position: 7 } })
  })

  it('asks for the missing word when there are fewer than 24', () => {
    expect(caught(() => readKit(makeKit().words.slice(0, 20).join(' ')))).toEqual({
      code: 'KEY_102',
      params: { position: 21 },
    })
    expect(caught(() => readKit(''))).toEqual({ code: 'KEY_102', params: { position: 1 } })
  })

  it('names two neighbours that changed places, by the checksum in the last word', () => {
    const kit = makeKit({ ...systemRandom, bytes: (count) => Uint8Array.from({ length: count }, (_, i) => i * 7) })
    const [first = '', second = ''] = kit.words
    expect(caught(() => readKit(kit.words.with(0, second).with(1, first).join(' ')))).toEqual({
      code: 'KIT_101',
      params: { first: 1, second: 2 },
    })
  })

  it('says that the words are no kit where it cannot know which one is wrong', () => {
    expect(caught(() => readKit(Array(24).fill('abacate').join(' ')))).toEqual({ code: 'KIT_102', params: {} })
  })

  it('asks for three different words in ascending order', () => {
    for (let i = 0; i < 50; i++) {
      const positions = pickProofPositions()
      expect(new Set(positions).size).toBe(3)
      expect([...positions].sort((a, b) => a - b)).toEqual(positions)
      expect(positions.every((p) => p >= 1 && p <= 24)).toBe(true)
    }
  })
})
