import path from 'node:path'
import { type Backend, localBackend } from '#engine/backends/index.ts'
import { systemClock } from '#engine/kernel/index.ts'
import { openVault, readUnderLock, type Vault } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Language } from '#shared/units/index.ts'
import { type Arguments, Values } from './options.ts'
import type { Output } from './output.ts'
import { askPassword } from './password.ts'
import { say } from './words.ts'

/** What every command is given. */
export class Context {
  readonly words: readonly string[]
  readonly values: Values
  readonly output: Output
  readonly signal: AbortSignal
  readonly environment: NodeJS.ProcessEnv
  readonly clock = systemClock

  constructor(read: Arguments, output: Output, signal: AbortSignal, environment: NodeJS.ProcessEnv) {
    this.words = read.words
    this.values = new Values(read.values)
    this.output = output
    this.signal = signal
    this.environment = environment
  }

  get language(): Language {
    return this.output.language
  }

  /** The place named by --vault, --repo or the environment. Throws APP_002 without one. */
  backend(): Backend {
    const { values, environment } = this
    const named =
      values.text('vault') ?? values.text('repo') ?? environment.SALVAGUARDA_VAULT ?? environment.RESTIC_REPOSITORY
    return localBackend(path.resolve(named ?? fail('APP_002', { detail: '--vault' })))
  }

  password(): Promise<string> {
    return askPassword(this.values.text('password-file'), this.environment, say(this.language, 'password'))
  }

  /** Runs work on the open vault and closes it afterwards. */
  async withVault<T>(work: (vault: Vault) => Promise<T>): Promise<T> {
    const backend = this.backend()
    const vault = await openVault(backend, await this.password())
    try {
      return await work(vault)
    } finally {
      await vault.close()
    }
  }

  /** Runs reading work under a shared lock with the index loaded. */
  readVault<T>(work: (vault: Vault) => Promise<T>): Promise<T> {
    return this.withVault((vault) =>
      readUnderLock(vault, this.signal, async () => {
        await vault.loadIndex()
        return work(vault)
      }),
    )
  }

  /** The word at a place on the command line. Throws APP_002 with what is missing. */
  word(at: number, what: string): string {
    return this.words[at] ?? fail('APP_002', { detail: what })
  }
}

/** What a command ends with when it did not throw. */
export type Outcome = 'done' | 'done-with-skips' | 'problems'
export type Command = (context: Context) => Promise<Outcome>
