import { type ParseArgsConfig, parseArgs } from 'node:util'
import { fail } from '#shared/errors/index.ts'
import type { Language } from '#shared/units/index.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** Understood by every command. `repo` is restic's word for the vault. */
const COMMON = {
  vault: { type: 'string', short: 'r' },
  repo: { type: 'string' },
  place: { type: 'string' },
  'secret-file': { type: 'string' },
  'password-file': { type: 'string', short: 'p' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  lang: { type: 'string' },
} as const satisfies Options

const TAGGED = {
  tag: { type: 'string', multiple: true },
  host: { type: 'string', short: 'H' },
} as const satisfies Options

const FILTERS = { ...TAGGED, path: { type: 'string', multiple: true } } as const satisfies Options

/** Nothing is removed without both: somebody said yes, and two people stand behind it. */
const DECIDED = {
  'dry-run': { type: 'boolean', short: 'n' },
  yes: { type: 'boolean' },
  people: { type: 'string' },
} as const satisfies Options

/** What each command understands on top. */
const OF_COMMAND = {
  init: { kit: { type: 'boolean' } },
  backup: {
    ...TAGGED,
    exclude: { type: 'string', short: 'e', multiple: true },
    parent: { type: 'string' },
    force: { type: 'boolean', short: 'f' },
  },
  snapshots: { ...FILTERS, latest: { type: 'string' } },
  ls: { ...FILTERS, long: { type: 'boolean', short: 'l' } },
  find: { snapshot: { type: 'string', short: 's', multiple: true }, 'ignore-case': { type: 'boolean', short: 'i' } },
  restore: {
    ...FILTERS,
    target: { type: 'string', short: 't' },
    include: { type: 'string', short: 'i', multiple: true },
    overwrite: { type: 'boolean' },
  },
  check: { 'read-data': { type: 'boolean' }, 'read-data-subset': { type: 'string' } },
  forget: {
    tag: { type: 'string' },
    'keep-daily': { type: 'string' },
    'keep-weekly': { type: 'string' },
    'keep-monthly': { type: 'string' },
    'keep-yearly': { type: 'string' },
    'at-most': { type: 'string' },
    ...DECIDED,
  },
  prune: { 'max-unused': { type: 'string' }, 'allow-more-than-half': { type: 'boolean' }, ...DECIDED },
  trash: {},
  copy: { to: { type: 'string' }, 'to-place': { type: 'string' }, 'to-secret-file': { type: 'string' } },
  'test-place': {},
  'ehr-map': { table: { type: 'string' }, write: { type: 'string' } },
  record: {
    ...FILTERS,
    target: { type: 'string', short: 't' },
    database: { type: 'string' },
    map: { type: 'string' },
    patient: { type: 'string' },
    person: { type: 'string' },
    reason: { type: 'string' },
  },
  audit: { data: { type: 'string' }, target: { type: 'string', short: 't' } },
  diagnose: {
    data: { type: 'string' },
    target: { type: 'string', short: 't' },
    preview: { type: 'boolean' },
    without: { type: 'string' },
  },
  key: { 'new-password-file': { type: 'string' }, host: { type: 'string', short: 'H' }, user: { type: 'string' } },
} as const satisfies Record<string, Options>

export type CommandName = keyof typeof OF_COMMAND
export const commandNames = Object.keys(OF_COMMAND) as CommandName[]

export type Arguments = {
  readonly command: CommandName | undefined
  readonly words: readonly string[]
  /** What was typed, by the option's long name. */
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
}

/** Reads a command line. Throws APP_002 with what was not understood: the option's name, never its value. */
export function readArguments(argv: readonly string[]): Arguments {
  const command = commandIn(argv)
  const options: Options = command === undefined ? COMMON : { ...COMMON, ...OF_COMMAND[command] }
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
    const words = command === undefined ? positionals : positionals.slice(positionals.indexOf(command) + 1)
    if (command === undefined && positionals[0] !== undefined) fail('APP_002', { detail: positionals[0] })
    return { command, words, values: values as Arguments['values'] }
  } catch (error) {
    const named = error instanceof TypeError ? /'(-{1,2}[\w-]+)/.exec(error.message)?.[1] : undefined
    if (error instanceof TypeError) return fail('APP_002', { detail: named ?? '--help' })
    throw error
  }
}

/** The first word that names a command and is no option's value: a vault may lie in a folder called `check`. */
function commandIn(argv: readonly string[]): CommandName | undefined {
  const { positionals } = parseArgs({ args: [...argv], options: COMMON, allowPositionals: true, strict: false })
  return positionals.map((word) => commandNames.find((name) => name === word)).find((name) => name !== undefined)
}

/** Typed access to what was read. */
export class Values {
  readonly #values: Arguments['values']

  constructor(values: Arguments['values']) {
    this.#values = values
  }

  text(name: string): string | undefined {
    const value = this.#values[name]
    return typeof value === 'string' ? value : undefined
  }

  texts(name: string): readonly string[] {
    const value = this.#values[name]
    return Array.isArray(value) ? value : []
  }

  isOn(name: string): boolean {
    return this.#values[name] === true
  }

  /** A whole number above zero. Throws APP_002. */
  count(name: string): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const value = Number(text)
    return Number.isInteger(value) && value > 0 ? value : fail('APP_002', { detail: `--${name}` })
  }
}

/** --lang, else the system's language where it is English, else Portuguese. */
export function languageOf(asked: string | undefined, environment: NodeJS.ProcessEnv): Language {
  if (asked === 'en' || asked === 'pt-BR') return asked
  if (asked !== undefined) fail('APP_002', { detail: '--lang' })
  const system = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  return system.startsWith('en') ? 'en' : 'pt-BR'
}
