import type { Column, ForeignKey } from '../schema.ts'
import type { Dialect } from './statements.ts'
import { type Token, Tokens } from './tokens.ts'

export type NewTable = {
  readonly name: string
  readonly columns: readonly Column[]
  readonly primaryKey: readonly string[]
  readonly uniques: readonly (readonly string[])[]
  /** `toColumns` is empty where the statement leaves them to the other table's key. */
  readonly foreignKeys: readonly ForeignKey[]
  /** Tables whose columns it also has. */
  readonly inherits: readonly string[]
}
export type Alteration =
  | { readonly kind: 'primary-key' | 'unique'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'foreign-key'; readonly key: ForeignKey }
  | { readonly kind: 'partition'; readonly table: string; readonly of: string }

const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === 'name' && !token.isQuoted && words.includes(token.text.toUpperCase())
const isMark = (token: Token | undefined, mark: string): boolean => token?.kind === 'mark' && token.text === mark

/** Walks over the tokens of one statement. */
class Walk {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }
  get here(): Token | undefined {
    return this.#tokens[this.#at]
  }
  step(): Token | undefined {
    return this.#tokens[this.#at++]
  }
  /** Takes the words when they all come next. */
  take(...words: readonly string[]): boolean {
    if (!words.every((word, index) => isWord(this.#tokens[this.#at + index], word))) return false
    this.#at += words.length
    return true
  }
  mark(mark: string): boolean {
    if (!isMark(this.here, mark)) return false
    this.#at++
    return true
  }
  /** `public.paciente` is `paciente`; other schemas stay before the name. */
  table(): string | undefined {
    const names: string[] = []
    do {
      const token = this.step()
      if (token?.kind !== 'name') return undefined
      names.push(token.text)
    } while (this.mark('.'))
    return (names.length > 1 && names[0] === 'public' ? names.slice(1) : names).join('.')
  }
  /** Names in brackets; lengths of keys and directions are passed over. */
  names(): string[] {
    if (!this.mark('(')) return []
    const names: string[] = []
    for (let depth = 1; this.here !== undefined && depth > 0; ) {
      const token = this.step()
      if (isMark(token, '(')) depth++
      else if (isMark(token, ')')) depth--
      else if (depth === 1 && token?.kind === 'name' && !isWord(token, 'ASC', 'DESC')) names.push(token.text)
    }
    return names
  }
  /** Up to the next comma or the end of the brackets around here. */
  skipItem(): Token[] {
    const skipped: Token[] = []
    for (let depth = 0; this.here !== undefined; ) {
      if (depth === 0 && (isMark(this.here, ',') || isMark(this.here, ')'))) break
      if (isMark(this.here, '(')) depth++
      else if (isMark(this.here, ')')) depth--
      const token = this.step()
      if (token) skipped.push(token)
    }
    return skipped
  }
}

/** Reads `CREATE TABLE`. Undefined for any other statement. */
export function readCreateTable(text: string, dialect: Dialect): NewTable | undefined {
  const walk = new Walk(new Tokens(text, dialect).rest())
  if (!walk.take('CREATE')) return undefined
  while (walk.take('UNLOGGED') || walk.take('GLOBAL') || walk.take('LOCAL') || walk.take('OR', 'REPLACE')) {}
  if (!walk.take('TABLE')) return undefined
  walk.take('IF', 'NOT', 'EXISTS')
  const name = walk.table()
  if (name === undefined || !walk.mark('(')) return undefined
  const columns: Column[] = []
  const uniques: string[][] = []
  const foreignKeys: ForeignKey[] = []
  let primaryKey: string[] = []
  while (walk.here !== undefined && !walk.mark(')')) {
    const found = readConstraint(walk, name)
    if (found === undefined) {
      const column = walk.step()
      if (column?.kind !== 'name') {
        walk.skipItem()
      } else {
        const item = walk.skipItem()
        columns.push({ name: column.text, type: typeOf(item) })
        const own = new Walk(item)
        while (own.here !== undefined) {
          if (own.take('PRIMARY', 'KEY')) primaryKey = [column.text]
          else if (own.take('UNIQUE')) uniques.push([column.text])
          else if (own.take('REFERENCES')) {
            const to = own.table()
            if (to !== undefined) foreignKeys.push({ table: name, columns: [column.text], to, toColumns: own.names() })
          } else own.step()
        }
      }
    } else if (found.kind === 'primary-key') primaryKey = [...found.columns]
    else if (found.kind === 'unique') uniques.push([...found.columns])
    else if (found.kind === 'foreign-key') foreignKeys.push(found.key)
    walk.mark(',')
  }
  const inherits: string[] = []
  if (walk.take('INHERITS') && walk.mark('('))
    do {
      const parent = walk.table()
      if (parent !== undefined) inherits.push(parent)
    } while (walk.mark(','))
  return { name, columns, primaryKey, uniques, foreignKeys, inherits }
}

type Constraint = Exclude<Alteration, { kind: 'partition' }> | { readonly kind: 'other' }

/** One constraint at this place; undefined where a column stands. */
function readConstraint(walk: Walk, table: string): Constraint | undefined {
  const isNamed = walk.take('CONSTRAINT')
  if (isNamed && !isWord(walk.here, 'PRIMARY', 'UNIQUE', 'FOREIGN', 'CHECK')) walk.step()
  let constraint: Constraint | undefined
  if (walk.take('PRIMARY', 'KEY')) {
    if (walk.here?.kind === 'name') walk.step()
    constraint = { kind: 'primary-key', table, columns: walk.names() }
  } else if (walk.take('FOREIGN', 'KEY')) {
    if (walk.here?.kind === 'name') walk.step()
    const columns = walk.names()
    walk.take('REFERENCES')
    const to = walk.table()
    constraint =
      to === undefined
        ? { kind: 'other' }
        : { kind: 'foreign-key', key: { table, columns, to, toColumns: walk.names() } }
  } else if (isWord(walk.here, 'UNIQUE')) {
    walk.step()
    if (isWord(walk.here, 'KEY', 'INDEX')) walk.step()
    if (walk.here?.kind === 'name') walk.step()
    constraint = { kind: 'unique', table, columns: walk.names() }
  } else if (isNamed || isWord(walk.here, 'KEY', 'INDEX', 'FULLTEXT', 'SPATIAL', 'CHECK', 'EXCLUDE', 'LIKE', 'PERIOD'))
    constraint = { kind: 'other' }
  if (constraint) walk.skipItem()
  return constraint
}

const NOT_TYPE = [
  'NOT',
  'NULL',
  'DEFAULT',
  'PRIMARY',
  'UNIQUE',
  'REFERENCES',
  'CONSTRAINT',
  'CHECK',
  'COLLATE',
  'GENERATED',
  'AUTO_INCREMENT',
  'COMMENT',
  'AS',
  'CHARACTER',
  'CHARSET',
  'ON',
  'INVISIBLE',
]

function typeOf(item: readonly Token[]): string {
  const words: string[] = []
  for (const [index, token] of item.entries()) {
    const isCharacterType = index === 0 || isWord(item[index + 1], 'VARYING')
    if (isWord(token, ...NOT_TYPE) && !(isWord(token, 'CHARACTER') && isCharacterType)) break
    words.push(token.text)
  }
  return words
    .join(' ')
    .replace(/ ?([(),.]) ?/g, '$1')
    .toLowerCase()
}

/** Reads what `ALTER TABLE` adds. Empty for anything that concerns no key. */
export function readAlterTable(text: string, dialect: Dialect): Alteration[] {
  const walk = new Walk(new Tokens(text, dialect).rest())
  if (!walk.take('ALTER', 'TABLE')) return []
  walk.take('IF', 'EXISTS')
  walk.take('ONLY')
  const table = walk.table()
  if (table === undefined) return []
  const found: Alteration[] = []
  do {
    if (walk.take('ATTACH', 'PARTITION')) {
      const part = walk.table()
      if (part !== undefined) found.push({ kind: 'partition', table: part, of: table })
    } else if (walk.take('ADD')) {
      const constraint = readConstraint(walk, table)
      if (constraint && constraint.kind !== 'other') found.push(constraint)
    }
    walk.skipItem()
  } while (walk.mark(','))
  return found
}
