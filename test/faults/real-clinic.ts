import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { checkVault, createVault, type Id, openVault, type Vault } from '#engine/vault/index.ts'
import { CHEAP, LABEL, SECRET } from '#engine/vault/test-support/vaults.ts'
import { CODE_CACHE } from '../cli.ts'
import { bundledCli } from '../cli-bundle.ts'
import type { Dice } from './dice.ts'
import { expectResticContent } from './truth.ts'

const CLI = await bundledCli()
const SHIFT_CLOCK = join(import.meta.dirname, 'programs', 'shift-clock.mjs')
export const TWO_PEOPLE = ['--allow-more-than-half', '--yes', '--people', 'Ana Lima,João Reis']

/** SHA-256 of every file by its path below the folder that was copied. */
type Hashes = ReadonlyMap<string, string>
export type Ended = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }
export type Running = { readonly child: ChildProcess; readonly ended: Promise<Ended> }
export type StartOptions = { readonly host?: string; readonly clockMs?: number; readonly user?: number }

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A real folder, a real vault in another one, real processes; and what they acknowledged. */
export class RealClinic {
  readonly source: string
  readonly vault: string
  readonly copies = new Map<Id, Hashes>()
  readonly #dice: Dice

  constructor(folder: string, dice: Dice, vault = join(folder, 'HD externo', 'cofre')) {
    this.source = join(folder, 'clínica')
    this.vault = vault
    this.#dice = dice
  }

  async found(): Promise<void> {
    await mkdir(join(this.vault, '..'), { recursive: true })
    await mkdir(join(this.source, 'fotos'), { recursive: true })
    const secrets = [{ secret: SECRET, label: LABEL }] as const
    await (await createVault(localBackend(this.vault), { ...CHEAP, secrets })).close()
    for (let at = 0; at < 12; at += 1) await this.#writePhoto(at)
  }

  #writePhoto(at: number): Promise<void> {
    return writeFile(join(this.source, 'fotos', `foto ${at}.jpg`), this.#dice.bytes(20_000 + this.#dice.below(300_000)))
  }

  /** Some photos change, one goes, one comes. */
  async change(): Promise<void> {
    await rm(join(this.source, 'fotos', `foto ${this.#dice.below(12)}.jpg`), { force: true })
    for (let times = 0; times < 4; times += 1) await this.#writePhoto(this.#dice.below(14))
    await writeFile(join(this.source, 'agenda.txt'), `${this.#dice.below(1_000_000)}`)
  }

  async hashes(): Promise<Hashes> {
    const hashes = new Map<string, string>()
    for (const entry of await readdir(this.source, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (entry.isFile()) hashes.set(path.slice(this.source.length), hashOf(await readFile(path)))
    }
    return hashes
  }

  /** The real command line in a process of its own; on another host and with another clock where asked. */
  start(args: readonly string[], options: StartOptions = {}): Running {
    return startProgram([CLI, ...args, '-r', this.vault], options)
  }

  /** A copy by the command line; remembered once it is acknowledged. */
  async backup(options: StartOptions = {}): Promise<Ended> {
    const now = await this.hashes()
    const ended = await this.start(['backup', '--json', this.source], options).ended
    this.acknowledge(ended, now)
    return ended
  }

  acknowledge({ stdout }: Ended, hashes: Hashes): void {
    for (const line of stdout.split('\n').filter((text) => text.includes('"snapshot_id"')))
      this.copies.set(String(JSON.parse(line).snapshot_id), hashes)
  }

  open(root = this.vault): Promise<Vault> {
    return openVault(localBackend(root), SECRET, CHEAP)
  }

  /** Every acknowledged copy is there byte for byte, and the check finds nothing. */
  async expectWhole(root = this.vault): Promise<void> {
    const vault = await this.open(root)
    expect((await checkVault(vault, { readData: true })).problems).toEqual([])
    await vault.loadIndex()
    for (const [id, hashes] of this.copies) {
      const [read, name] = [new Map<string, string>(), this.source.split('/').at(-1)]
      await readInto(read, vault, (await vault.findSnapshot(id)).tree, '')
      const below = new Map<string, string>()
      for (const [path, hash] of read) below.set(path.slice(path.indexOf(`/${name}/`) + `/${name}`.length), hash)
      expect(below).toEqual(hashes)
    }
    await vault.close()
  }

  /** The same, and stock restic reads every byte. */
  async expectWholeForRestic(root = this.vault): Promise<void> {
    await this.expectWhole(root)
    await expectResticContent(root)
  }

  /** Lets some copies go, so that there is something to clean. */
  async forgetSome(): Promise<void> {
    const vault = await this.open()
    for (const id of [...this.copies.keys()].slice(0, -1))
      if (this.#dice.oneIn(2)) {
        await vault.removeSnapshot(id)
        this.copies.delete(id)
      }
    await vault.close()
  }

  /** Resolves when somebody begins to write packs, or index files: the moments that matter most. */
  sawWriting(kind: 'data' | 'index', root = this.vault): Promise<void> {
    return sawChange(join(root, kind))
  }

  /** Resolves when a process holds a lock; false when it ended without one being seen. */
  async sawLock({ child }: Running): Promise<boolean> {
    for (;;) {
      if ((await readdir(join(this.vault, 'locks')).catch(() => [])).some((name) => name.length === 64)) return true
      if (child.exitCode !== null || child.signalCode !== null) return false
      await sleep(2)
    }
  }
}

/** Resolves when something comes up in a folder or below it (packs lie one further down), and when the folder itself goes away. */
export function sawChange(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, { recursive: true })
    watcher.unref()
    const saw = () => {
      watcher.close()
      resolve()
    }
    // Each as often as it comes: what is looked at may be pulled out while it is looked at.
    watcher.on('change', saw).on('error', saw)
  })
}

async function readInto(into: Map<string, string>, vault: Vault, tree: Id, prefix: string): Promise<void> {
  for (const { name, type, subtree, content } of await vault.readTree(tree)) {
    const path = `${prefix}/${Buffer.from(name).toString()}`
    if (subtree !== undefined) await readInto(into, vault, subtree, path)
    if (type !== 'file') continue
    const parts: Uint8Array[] = []
    for (const id of content ?? []) parts.push(await vault.readBlob('data', id))
    into.set(path, hashOf(Buffer.concat(parts)))
  }
}

export function startProgram(args: readonly string[], { host, clockMs, user }: StartOptions = {}): Running {
  const env = {
    PATH: process.env.PATH,
    TMPDIR: process.env.TMPDIR,
    LANG: 'C.UTF-8',
    XDG_CACHE_HOME: CODE_CACHE,
    RESTIC_PASSWORD: SECRET,
    ...(clockMs !== undefined && { FAULT_CLOCK_MS: String(clockMs), NODE_OPTIONS: `--import "file://${SHIFT_CLOCK}"` }),
  }
  const program = [process.execPath, ...args]
  const script = `hostname "$0" && exec "$@"`
  const command = host === undefined ? program : ['unshare', '--uts', 'sh', '-c', script, host, ...program]
  const ids = user === undefined ? {} : { uid: user, gid: user }
  const child = spawn(command[0] ?? '', command.slice(1), { env, stdio: ['ignore', 'pipe', 'pipe'], ...ids })
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text
  })
  const ended = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number | null, ...said }))
  return { child, ended }
}

/** How long a process takes from its lock to its end, for choosing moments. */
export class Pace {
  #spanMs = 400

  moment(dice: Dice): number {
    return dice.below(Math.round(this.#spanMs * 1.1))
  }

  /** One ended by itself this long after its lock, or was killed before that: later moments are worth a try then. */
  learn(spanMs: number | 'killed'): void {
    this.#spanMs = spanMs === 'killed' ? this.#spanMs * 1.15 : Math.max(60, (this.#spanMs + spanMs) / 2)
  }
}
