import { fail } from '#shared/errors/index.ts'
import type { ConnectorContext } from '../database-connector.ts'
import { LineReader } from '../tools/line-reader.ts'
import { startTool, type ToolRun } from '../tools/run-tool.ts'
import { serverAnswers } from '../tools/server-answers.ts'
import { codeOfPostgres } from './failure.ts'
import { type PostgresSource, postgresEnvironment, postgresTool } from './tools.ts'

const BUSY_TIMEOUT_MS = 15_000
/** Counting a large table takes long and prints nothing. */
const LONGEST_SILENCE_MS = 6 * 60 * 60_000

/** What every session says first. Rows as text must not depend on anybody's settings, or a restored row would look different. */
const SETTINGS = [
  "set search_path = ''",
  "set timezone = 'UTC'",
  "set datestyle = 'ISO, YMD'",
  "set intervalstyle = 'postgres'",
  "set bytea_output = 'hex'",
  'set extra_float_digits = 3',
  "set lc_monetary = 'C'",
  'set statement_timeout = 0',
  'set idle_in_transaction_session_timeout = 0',
]

/** One connection to the server, held by psql, for several questions in one transaction. */
export class PostgresSession {
  readonly #run: ToolRun
  readonly #source: PostgresSource
  readonly #signal: AbortSignal | undefined
  readonly #orders: string[] = []
  #wake: () => void = () => {}
  #isClosed = false
  #turn = 0
  #lines: string[] = []
  #waiting: { marker: string; resolve: (lines: string[]) => void } | undefined
  readonly #drained: Promise<void>

  private constructor(
    run: (input: AsyncIterable<Uint8Array>) => ToolRun,
    source: PostgresSource,
    signal?: AbortSignal,
  ) {
    this.#source = source
    this.#signal = signal
    this.#run = run(this.#input())
    this.#drained = this.#read()
  }

  /** Throws DB_105, DB_106, DB_107, DB_108. */
  static async open(source: PostgresSource, context: ConnectorContext): Promise<PostgresSession> {
    context.signal?.throwIfAborted()
    const program = await postgresTool(source, 'psql')
    const env = { ...(await postgresEnvironment(source, context)), PGCLIENTENCODING: 'UTF8' }
    const args = ['-X', '-w', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose', '-f', '-']
    const session = new PostgresSession(
      (input) =>
        startTool({
          program,
          args,
          env,
          input,
          signal: context.signal,
          clock: context.clock,
          idleTimeoutMs: LONGEST_SILENCE_MS,
        }),
      source,
      context.signal,
    )
    await session.ask(...SETTINGS, `set lock_timeout = ${Math.round(context.busyTimeoutMs ?? BUSY_TIMEOUT_MS)}`)
    return session
  }

  /** Sends statements and resolves to the lines they print, one a row. One question at a time. */
  async ask(...statements: readonly string[]): Promise<readonly string[]> {
    const marker = `salvaguarda-${++this.#turn}`
    const answer = new Promise<string[]>((resolve) => {
      this.#waiting = { marker, resolve }
    })
    this.#orders.push(`${statements.map((statement) => `${statement};\n`).join('')}\\echo ${marker}\n`)
    this.#wake()
    const lines = await Promise.race([answer, this.#drained.then(() => undefined)])
    return lines ?? this.#fail()
  }

  async askJson(statement: string): Promise<readonly unknown[]> {
    return (await this.ask(statement)).map((line): unknown => JSON.parse(line))
  }

  /** Ends the connection, whatever it is doing. Never throws. */
  async close(): Promise<void> {
    const isBusy = this.#waiting !== undefined
    this.#isClosed = true
    this.#wake()
    if (isBusy) this.#run.stop()
    await this.#run.ended
  }

  async #fail(): Promise<never> {
    const end = await this.#run.ended
    this.#signal?.throwIfAborted()
    if (end.kind === 'not-started') fail('DB_108')
    const code = codeOfPostgres(this.#run.complaints())
    // A connection that breaks off in words we do not know: is there anybody at all?
    if (code === 'DB_104' && !(await serverAnswers(this.#source.host, this.#source.port))) fail('DB_106')
    fail(code ?? 'DB_104')
  }

  async *#input(): AsyncGenerator<Uint8Array, void, void> {
    for (;;) {
      const order = this.#orders.shift()
      if (order !== undefined) yield Buffer.from(order)
      else if (this.#isClosed) return
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
    }
  }

  async #read(): Promise<void> {
    const reader = new LineReader((line) => {
      const text = line.toString().replace(/\r$/, '')
      if (text !== this.#waiting?.marker) {
        this.#lines.push(text)
        return
      }
      this.#waiting.resolve(this.#lines)
      this.#waiting = undefined
      this.#lines = []
    }, 1024 * 1024)
    try {
      for await (const block of this.#run.output) reader.take(block)
    } catch {
      // What became of the tool is asked where somebody waits for an answer.
    }
    // A tool that is gone needs no more orders: lets the loop that feeds it end.
    this.#isClosed = true
    this.#wake()
  }
}

export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`
