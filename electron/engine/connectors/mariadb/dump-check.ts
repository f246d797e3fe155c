import { createHash, type Hash } from 'node:crypto'
import type { DumpedTable } from '../manifest.ts'
import type { StreamCheck } from '../tools/proven-stream.ts'

const [LINE_FEED, QUOTE, BACKSLASH, OPEN, CLOSE, SEMICOLON] = [10, 39, 92, 40, 41, 59]
const LONGEST_HEAD = 64 * 1024
const INSERT = /^INSERT INTO `((?:[^`]|``)+)` (?:\((?:`(?:[^`]|``)+`(?:, ?)?)+\) )?VALUES[ \n]/
const STRUCTURE = /^-- Table structure for table `((?:[^`]|``)+)`$/
const ROUTINE = /^CREATE (?:DEFINER=(?:`(?:[^`]|``)*`@`(?:[^`]|``)*`|\S+) )?(?:AGGREGATE )?(?:PROCEDURE|FUNCTION) /
const COMPLETED = /^-- Dump completed/
const MASK = (1n << 64n) - 1n

type Row = { readonly hash: Hash; depth: number; isQuoted: boolean; isEscaped: boolean }

/**
 * Reads a dump of mariadb-dump or mysqldump as it passes: counts and sums up the rows of each table, counts the stored routines, and knows
 * whether it ended where it should. Blobs are in hexadecimal (--hex-blob), so quotes and backslashes are never part of a character.
 */
export class MariaDumpCheck implements StreamCheck {
  routines = 0
  readonly #tables = new Map<string, { rows: number; sum: bigint }>()
  #head: number[] | undefined = []
  #values: { rows: number; sum: bigint } | undefined
  #row: Row | undefined
  #lastLine = ''

  get tables(): readonly DumpedTable[] {
    return [...this.#tables]
      .map(([name, { rows, sum }]) => ({ name, rows, checksum: sum.toString(16).padStart(16, '0') }))
      .sort((left, right) => (left.name < right.name ? -1 : 1))
  }

  take(block: Uint8Array): void {
    let at = 0
    while (at < block.length) {
      if (this.#row) at = this.#inRow(this.#row, block, at)
      else if (this.#values) at = this.#betweenRows(this.#values, block, at)
      else at = this.#inLine(block, at)
    }
  }

  isWhole(): boolean {
    if (this.#head) this.#line(Buffer.from(this.#head).toString())
    return this.#row === undefined && this.#values === undefined && COMPLETED.test(this.#lastLine)
  }

  /** Gathers the beginning of a line that is no row, to its end or to where rows begin. */
  #inLine(block: Uint8Array, from: number): number {
    for (let at = from; at < block.length; at++) {
      const byte = block[at] ?? 0
      const isEnd = byte === LINE_FEED
      if (isEnd && this.#head) this.#line(Buffer.from(this.#head).toString())
      if (this.#head && this.#head.length < LONGEST_HEAD) this.#head.push(byte)
      if ((isEnd || byte === OPEN) && this.#head?.[0] === 73 && this.#begins()) return isEnd ? at + 1 : at
      if (isEnd) this.#head = []
    }
    return block.length
  }

  /** Whether what was gathered is the head of an INSERT; then rows follow. */
  #begins(): boolean {
    const name = INSERT.exec(Buffer.from(this.#head ?? []).toString())?.[1]
    if (name === undefined) return false
    this.#values = this.#table(name)
    this.#head = undefined
    return true
  }

  #line(line: string): void {
    if (line === '') return
    this.#lastLine = line
    const table = STRUCTURE.exec(line)?.[1]
    if (table !== undefined) this.#table(table)
    if (ROUTINE.test(line)) this.routines++
  }

  #table(quoted: string): { rows: number; sum: bigint } {
    const name = quoted.replaceAll('``', '`')
    let table = this.#tables.get(name)
    if (!table) {
      table = { rows: 0, sum: 0n }
      this.#tables.set(name, table)
    }
    return table
  }

  #betweenRows(values: { rows: number }, block: Uint8Array, from: number): number {
    for (let at = from; at < block.length; at++) {
      if (block[at] === OPEN) {
        values.rows++
        this.#row = { hash: createHash('md5'), depth: 0, isQuoted: false, isEscaped: false }
        return at
      }
      if (block[at] !== SEMICOLON) continue
      this.#values = undefined
      // What is left of this line is nothing we look at.
      this.#head = []
      return at + 1
    }
    return block.length
  }

  #inRow(row: Row, block: Uint8Array, from: number): number {
    let { depth, isQuoted, isEscaped } = row
    for (let at = from; at < block.length; at++) {
      const byte = block[at]
      if (isEscaped) isEscaped = false
      else if (isQuoted) {
        if (byte === BACKSLASH) isEscaped = true
        else if (byte === QUOTE) isQuoted = false
      } else if (byte === QUOTE) isQuoted = true
      else if (byte === OPEN) depth++
      else if (byte === CLOSE && --depth === 0) {
        this.#endRow(row, block.subarray(from, at + 1))
        return at + 1
      }
    }
    row.hash.update(block.subarray(from))
    Object.assign(row, { depth, isQuoted, isEscaped })
    return block.length
  }

  #endRow({ hash }: Row, last: Uint8Array): void {
    const digest = hash.update(last).digest()
    if (this.#values) this.#values.sum = (this.#values.sum + digest.readBigUInt64BE(0)) & MASK
    this.#row = undefined
  }
}
