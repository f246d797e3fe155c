import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import { toolEnvironment } from './environment.ts'

const IDLE_TIMEOUT_MS = 10 * 60_000
const LOOKS_PER_TIMEOUT = 4
const MERCY_MS = 2000
const KEPT_CHARACTERS = 16 * 1024

export type ToolOrder = {
  readonly program: string
  /** SECURITY: every user of the computer can read these. Never a password. */
  readonly args: readonly string[]
  /** Added to the little of our own environment that a tool gets. */
  readonly env?: Readonly<Record<string, string>>
  /** Without it the tool reads an empty input: one that asks questions gets no answer and ends. */
  readonly input?: AsyncIterable<Uint8Array>
  readonly signal?: AbortSignal | undefined
  readonly clock?: Clock | undefined
  readonly idleTimeoutMs?: number | undefined
  /** More than this, printed and complained together, is a tool that asks the same question for ever. */
  readonly mostOutputBytes?: number
}

type KillReason = 'silent' | 'flooding' | 'stopped'
export type ToolEnd =
  | { readonly kind: 'exited'; readonly exitCode: number }
  /** By us, after it was silent for too long, or because the work was stopped. */
  | { readonly kind: 'killed'; readonly why: KillReason }
  /** By somebody else. */
  | { readonly kind: 'died' }
  | { readonly kind: 'not-started' }

export type ToolRun = {
  /** What it prints. Leaving the loop early ends the tool. Does not judge: ask `ended`. */
  readonly output: AsyncIterable<Uint8Array>
  /** Never rejects. */
  readonly ended: Promise<ToolEnd>
  /** What it complained of: the beginning and the end. SECURITY: may quote the clinic's data, so it is only ever searched. */
  complaints(): string
  stop(): void
}

/** Starts a tool of a database as a process of its own, with nothing to type at and an end for sure. */
export function startTool(order: ToolOrder): ToolRun {
  const child = spawn(order.program, [...order.args], {
    env: toolEnvironment(order.env),
    stdio: [order.input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  const watch = new ToolWatch(child, order)
  const complaints = keepEnds(child.stderr as Readable, (bytes) => watch.sign(bytes))
  if (order.input) void feed(child, order.input, watch)
  return { output: watch.output(), ended: watch.ended, complaints, stop: () => watch.stop('stopped') }
}

/** Runs a tool to its end and keeps a little of what it prints. Throws DB_108 when there is no such program, the signal's reason when stopped. */
export async function runTool(
  order: ToolOrder,
): Promise<{ readonly end: ToolEnd; readonly printed: string; readonly complaints: string }> {
  order.signal?.throwIfAborted()
  const run = startTool(order)
  const blocks: Uint8Array[] = []
  let bytes = 0
  for await (const block of run.output) {
    // A tool that floods its output is still read, or it would hang.
    if (bytes < KEPT_CHARACTERS * 64) blocks.push(block)
    bytes += block.length
  }
  const end = await run.ended
  order.signal?.throwIfAborted()
  if (end.kind === 'not-started') fail('DB_108')
  return { end, printed: Buffer.concat(blocks).toString(), complaints: run.complaints() }
}

class ToolWatch {
  readonly ended: Promise<ToolEnd>
  readonly #child: ChildProcess
  readonly #over = new AbortController()
  #signs = 0
  #isReaderBusy = false
  #killed: KillReason | undefined
  #outputBytes = 0
  readonly #mostOutputBytes: number

  constructor(child: ChildProcess, order: ToolOrder) {
    const { signal, clock = systemClock, idleTimeoutMs = IDLE_TIMEOUT_MS, mostOutputBytes } = order
    this.#child = child
    this.#mostOutputBytes = mostOutputBytes ?? Number.POSITIVE_INFINITY
    const onAbort = () => this.stop('stopped')
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted) onAbort()
    this.ended = new Promise<ToolEnd>((resolve) => {
      child.on('error', () => child.pid === undefined && resolve({ kind: 'not-started' }))
      child.on('close', (exitCode) => {
        if (this.#killed) resolve({ kind: 'killed', why: this.#killed })
        else resolve(exitCode === null ? { kind: 'died' } : { kind: 'exited', exitCode })
      })
    }).finally(() => {
      signal?.removeEventListener('abort', onAbort)
      this.#over.abort()
    })
    void this.#watchSilence(clock, idleTimeoutMs).catch(() => {})
  }

  sign(bytes = 0): void {
    this.#signs++
    this.#outputBytes += bytes
    if (this.#outputBytes > this.#mostOutputBytes) this.stop('flooding')
  }

  stop(why: KillReason): void {
    if (this.#killed || this.#over.signal.aborted) return
    this.#killed = why
    this.#child.kill('SIGTERM')
    setTimeout(() => this.#child.kill('SIGKILL'), MERCY_MS).unref()
  }

  async *output(): AsyncGenerator<Uint8Array, void, void> {
    try {
      for await (const block of this.#child.stdout as AsyncIterable<Uint8Array>) {
        this.sign(block.length)
        this.#isReaderBusy = true
        yield block
        this.#isReaderBusy = false
      }
    } finally {
      this.#isReaderBusy = false
      // Reached early when the reader gave up; then nobody empties the pipe any more.
      if (!(this.#child.stdout as Readable).readableEnded) this.stop('stopped')
    }
  }

  /** Counts looks, not hours: a clock that jumps or a computer that slept must not end a tool at work. */
  async #watchSilence(clock: Clock, idleTimeoutMs: number): Promise<void> {
    let silentLooks = 0
    for (let seen = -1; ; seen = this.#signs) {
      await clock.sleep(idleTimeoutMs / LOOKS_PER_TIMEOUT, this.#over.signal)
      silentLooks = seen === this.#signs && !this.#isReaderBusy ? silentLooks + 1 : 0
      if (silentLooks >= LOOKS_PER_TIMEOUT) return this.stop('silent')
    }
  }
}

async function feed(child: ChildProcess, input: AsyncIterable<Uint8Array>, watch: ToolWatch): Promise<void> {
  const stdin = child.stdin
  if (!stdin) return
  // A tool that ends early closes its input; its exit code tells, not the broken pipe.
  stdin.on('error', () => {})
  try {
    for await (const block of input) {
      if (stdin.destroyed || child.exitCode !== null) break
      if (!stdin.write(block))
        await new Promise<void>((resolve) => {
          const go = () => {
            stdin.off('drain', go)
            stdin.off('close', go)
            resolve()
          }
          stdin.once('drain', go)
          stdin.once('close', go)
        })
      watch.sign()
    }
    stdin.end()
  } catch {
    watch.stop('stopped')
  }
}

/** Reads a stream to its end, keeping its first and last characters. */
function keepEnds(stream: Readable, onData: (bytes: number) => void): () => string {
  let first = ''
  let last = ''
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    onData(text.length)
    if (first.length < KEPT_CHARACTERS) first += text.slice(0, KEPT_CHARACTERS - first.length)
    last = (last + text).slice(-KEPT_CHARACTERS)
  })
  return () => (last.length < KEPT_CHARACTERS ? last : `${first}\n${last}`)
}
