import path from 'node:path'
import { type Backend, localBackend } from '#engine/backends/index.ts'
import { systemClock } from '#engine/kernel/index.ts'
import { openVault, readUnderLock, type Vault } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Language } from '#shared/units/index.ts'
import { type Arguments, Values } from './options.ts'
import type { Output } from './output.ts'
import { askPassword } from './password.ts'
import type { WrittenPlace } from './place.ts'
import { isPlaceUrl } from './place-url.ts'
import { say } from './words.ts'

/** What every command is given. */
export class Context {
  readonly words: readonly string[]
  readonly values: Values
  readonly output: Output
  readonly signal: AbortSignal
  readonly environment: NodeJS.ProcessEnv
  readonly clock = systemClock
  /** Of the vault that the command opened last. */
  vaultId: string | undefined

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

  /**
   * The place named by --vault, --repo, --place or the environment; with 'to' the second one, named by --to or --to-place.
   * Throws APP_002 without one.
   */
  async backend(which: 'vault' | 'to' = 'vault'): Promise<Backend> {
    const { values } = this
    const isWritten = values.text(which === 'to' ? 'to-place' : 'place') !== undefined
    if (!isWritten && !isPlaceUrl(this.#named(which))) return localBackend(path.resolve(this.#named(which)))
    const { place, access } = await this.place(which)
    return (await import('./place.ts')).openBackend(place, access)
  }

  /** The same place, as settings write it down. */
  async place(which: 'vault' | 'to' = 'vault'): Promise<WrittenPlace> {
    const { values } = this
    const [file, secretFile] = which === 'to' ? ['to-place', 'to-secret-file'] : ['place', 'secret-file']
    const written = values.text(file)
    if (written === undefined) {
      const named = this.#named(which)
      if (!isPlaceUrl(named)) return { place: { kind: 'local', path: path.resolve(named) }, access: {} }
      return (await import('./restic-url.ts')).readPlaceUrl(named, this.environment)
    }
    const { readPlace } = await import('./place.ts')
    return readPlace(written, values.text(secretFile))
  }

  #named(which: 'vault' | 'to'): string {
    const { values, environment } = this
    const named =
      which === 'to'
        ? values.text('to')
        : (values.text('vault') ??
          values.text('repo') ??
          environment.SALVAGUARDA_VAULT ??
          environment.RESTIC_REPOSITORY)
    return named ?? fail('APP_002', { detail: which === 'to' ? '--to' : '--vault' })
  }

  /** Whether a vault was named, for commands that do with or without one. */
  get isVaultNamed(): boolean {
    const { values, environment } = this
    const isTyped = ['vault', 'repo', 'place'].some((name) => values.text(name) !== undefined)
    return isTyped || Boolean(environment.SALVAGUARDA_VAULT || environment.RESTIC_REPOSITORY)
  }

  password(): Promise<string> {
    return askPassword(this.values.text('password-file'), this.environment, say(this.language, 'password'))
  }

  /** Runs work on the open vault and closes it afterwards. */
  async withVault<T>(work: (vault: Vault) => Promise<T>): Promise<T> {
    const backend = await this.backend()
    const vault = await openVault(backend, await this.password())
    this.vaultId = vault.config.id
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
