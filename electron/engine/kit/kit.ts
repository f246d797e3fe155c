import { entropyToMnemonic, validateMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/portuguese.js'
import { type Random, systemRandom } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'

export const KIT_WORDS = 24
const PROOF_WORDS = 3

/** The words on the paper. Joined by single spaces they are the password of one key of the vault, also for stock restic. */
export type Kit = { readonly words: readonly string[]; readonly password: string }

/** Every word that a kit may have, in the list's order; for completing and correcting what somebody types. Nothing secret. */
export const kitWordList: readonly string[] = wordlist

/** Makes a new kit: 256 random bits as 24 words of the Portuguese BIP39 list, the last one carrying a checksum. */
export function makeKit(random: Random = systemRandom): Kit {
  const password = entropyToMnemonic(random.bytes(32), wordlist)
  return { words: password.split(' '), password }
}

/** Which words the person types to prove that the paper exists, in ascending order, counted from 1. */
export function pickProofPositions(random: Random = systemRandom): number[] {
  const positions = new Set<number>()
  while (positions.size < PROOF_WORDS) positions.add(random.below(KIT_WORDS) + 1)
  return [...positions].sort((a, b) => a - b)
}

/** One typed word as the list spells it: no accents, lower case, no blanks around. */
export function plainWord(typed: string): string {
  return typed.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
}

/**
 * Reads 24 typed words, however they are separated, numbered or accented.
 *
 * Throws KEY_102 with `position`: the first word that is not in the list, or where one is missing or too many. Throws KIT_101 with
 * `first` and `second` when changing these two neighbours' places is the one such change that makes a kit, KIT_102 when all words are
 * of the list and yet no kit: what the checksum in the last word tells.
 */
export function readKit(typed: string): Kit {
  const words = typed
    .replace(/[\d.,;:()-]+/g, ' ')
    .split(/\s+/)
    .map(plainWord)
    .filter((word) => word !== '')
  const stranger = words.findIndex((word) => !wordlist.includes(word))
  if (stranger >= 0) fail('KEY_102', { position: stranger + 1 })
  if (words.length !== KIT_WORDS) fail('KEY_102', { position: Math.min(words.length + 1, KIT_WORDS) })
  const password = words.join(' ')
  if (!validateMnemonic(password, wordlist)) failUnlikeKit(words)
  return { words, password }
}

/** The checksum has 8 bits, so one wrong guess in 256 looks right: only a single candidate is told. */
function failUnlikeKit(words: readonly string[]): never {
  const swapped = words.flatMap((_word, at) => {
    const [left, right] = [words[at], words[at + 1]]
    if (left === undefined || right === undefined || left === right) return []
    return validateMnemonic(
      words
        .with(at, right)
        .with(at + 1, left)
        .join(' '),
      wordlist,
    )
      ? [at + 1]
      : []
  })
  const [first] = swapped
  if (first === undefined || swapped.length > 1) fail('KIT_102')
  return fail('KIT_101', { first, second: first + 1 })
}
