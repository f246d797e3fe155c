import type Database from 'better-sqlite3'
import { forgivenSlips, slipsToBeginning, soundOf } from './spelling.ts'
import { isOfLetters } from './words.ts'

/** More words than these in one query cost more than they find. */
const MOST_BEGUN = 64
const MOST_SIMILAR = 24
/** Longer ones are no words of a person. */
const LONGEST = 40

/** As it is written and as it sounds, each with the letters that it has. */
type Spelt = { readonly text: string; readonly letters: number }
type Known = { readonly word: Spelt; readonly sound: Spelt }

/** Every word of letters that some file is found by: what a misspelt one is compared with. */
export class Vocabulary {
  readonly #all: Database.Statement<[], string>
  readonly #begun: Database.Statement<[string, string, number], string>
  readonly #add: Database.Statement<[string]>
  readonly #remove: Database.Statement<[string]>
  readonly #isUsed: Database.Statement<[string], number>
  #known: Map<string, Known> | undefined

  constructor(db: Database.Database) {
    this.#all = db.prepare<[], string>('SELECT word FROM vocabulary').pluck()
    this.#begun = db
      .prepare<[string, string, number], string>('SELECT word FROM vocabulary WHERE word >= ? AND word < ? LIMIT ?')
      .pluck()
    this.#add = db.prepare('INSERT OR IGNORE INTO vocabulary (word) VALUES (?)')
    this.#remove = db.prepare('DELETE FROM vocabulary WHERE word = ?')
    this.#isUsed = db.prepare<[string], number>('SELECT rowid FROM words WHERE words MATCH ? LIMIT 1').pluck()
  }

  /** Belongs in a transaction of the caller, who calls `mistrust` when it fails. */
  add(words: readonly string[]): void {
    const known = this.#load()
    for (const word of words) {
      if (known.has(word) || word.length > LONGEST || !isOfLetters(word)) continue
      this.#add.run(word)
      known.set(word, knownOf(word))
    }
  }

  /** Takes out those of these words by which no file is found any more. */
  removeUnused(words: Iterable<string>): void {
    for (const word of words) {
      if (!isOfLetters(word) || this.#isUsed.get(`"${word}"`) !== undefined) continue
      this.#remove.run(word)
      this.#known?.delete(word)
    }
  }

  /** What was not committed is not known. */
  mistrust(): void {
    this.#known = undefined
  }

  /** Words that begin like this, or undefined when they are too many to name. */
  begunBy(beginning: string): readonly string[] | undefined {
    const found = this.#begun.all(beginning, `${beginning}\u{10ffff}`, MOST_BEGUN + 1)
    return found.length > MOST_BEGUN ? undefined : found
  }

  /** Words that somebody may have meant who typed this, or its beginning; the nearest first. */
  similarTo(typed: string): readonly string[] {
    const asked = knownOf(typed)
    const most = forgivenSlips(asked.sound.text.length)
    const found: { word: string; rank: number }[] = []
    for (const { word, sound } of this.#load().values()) {
      let slips = slipsBetween(asked.sound, sound, most)
      // One letter that is left out may turn the sound of others (Magahães, where the h is silent); as written it is one slip.
      if (slips > most && most > 0 && slipsBetween(asked.word, word, 1) <= 1) slips = 1
      if (slips <= most) found.push({ word: word.text, rank: slips * 100 + Math.abs(word.text.length - typed.length) })
    }
    return found
      .sort((left, right) => left.rank - right.rank)
      .slice(0, MOST_SIMILAR)
      .map(({ word }) => word)
  }

  #load(): Map<string, Known> {
    this.#known ??= new Map(this.#all.all().map((word) => [word, knownOf(word)]))
    return this.#known
  }
}

function knownOf(text: string): Known {
  const word = speltAs(text)
  const sound = soundOf(text)
  return { word, sound: sound === text ? word : speltAs(sound) }
}

const speltAs = (text: string): Spelt => ({ text, letters: lettersOf(text) })

/** Slips from what was typed to the beginning of the other; more than `most` is told as `most + 1`. */
function slipsBetween(typed: Spelt, known: Spelt, most: number): number {
  if (known.text.length < typed.text.length - most) return most + 1
  // A slip loses two of the typed letters at most.
  if (ones(typed.letters & ~known.letters) > most) return most + 1
  return slipsToBeginning(typed.text, known.text, most)
}

/** Which letters a word has, one bit each; letters beyond a to z share bits. */
function lettersOf(word: string): number {
  let letters = 0
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) % 32)
  return letters
}

function ones(bits: number): number {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count++
  return count
}
