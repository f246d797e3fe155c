import { mkdir } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import type { Clock, Log, Random } from '#engine/kernel/index.ts'
import { isQuiet, type TabletId, type TabletPolicy, type TabletView, tabletIdSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { type Book, NEWEST_FILES, type TabletBook, type TabletEntry } from './book.ts'
import { fingerprintOf, isFresh, makeCertificate, pinOf } from './certificate.ts'
import { inboxName, openInbox } from './inbox.ts'
import { isSameHash, newToken, Pairing, sha256Hex } from './pairing.ts'
import { type PageCalls, type PageServer, servePage } from './server.ts'
import { type IncomingFile, KEPT_FREE_BYTES, takeFile } from './take-file.ts'

export type TabletParts = {
  readonly book: TabletBook
  /** A private folder outside what is protected. */
  readonly temporaryFolder: string
  readonly clinicName: () => string
  /** When a file of the inbox, found by the word in its name, was first in a copy; undefined while it is in none. */
  readonly guardedAtMs: (word: string) => number | undefined
  /** Hears that a tablet was added, taken off, or has sent something. */
  readonly tell: (what: 'paired' | 'revoked' | 'sent') => void
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Where the page listens: every network of this computer by default. */
  readonly host?: string
  /** What stays free on the disks, whatever is sent. */
  readonly keptFreeBytes?: number
}

/** Letters and digits that nobody mistakes for each other. */
const WORD_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const WORD_LENGTH = 10

/** The tablets and phones of the clinic: which may send, the page they send to, and what became of what they sent. */
export class Tablets {
  readonly #parts: TabletParts
  readonly #pairing = new Pairing()
  #server: PageServer | undefined

  constructor(parts: TabletParts) {
    this.#parts = parts
  }

  /** Opens the page again when it was on. A network that does not let it is told in the log and in the view, never thrown. */
  async begin(): Promise<void> {
    if (!this.#parts.book.now.isOn) return
    await this.#serve().catch(() => this.#parts.log.warn('tablets.page-not-served'))
  }

  async close(): Promise<void> {
    await this.#server?.close()
    this.#server = undefined
  }

  /** Throws TAB_105 for a folder that cannot be written; nothing is changed then. */
  async turnOn(inboxPath: string): Promise<void> {
    await openInbox(inboxPath)
    await this.close()
    await this.#parts.book.change((book) => ({ ...book, isOn: true, inboxPath }))
    await this.#serve()
  }

  async turnOff(): Promise<void> {
    this.#pairing.end()
    await this.#parts.book.change((book) => ({ ...book, isOn: false }))
    await this.close()
  }

  view(): TabletView {
    const { isOn, inboxPath, certificate, policy, tablets } = this.#parts.book.now
    const nowMs = this.#parts.clock.nowMs()
    return {
      isOn,
      inboxPath,
      addresses: this.#addresses(),
      fingerprint: certificate === null ? null : fingerprintOf(certificate),
      policy,
      tablets: tablets.map(({ tokenSha256: _token, newest: _newest, ...tablet }) => ({
        ...tablet,
        isQuiet: isQuiet(tablet, policy, nowMs),
      })),
    }
  }

  /** The address for the QR code. The code stands behind `#`, so that it is in no log of any server. Throws TAB_107. */
  beginPairing(): { address: string; expiresAtMs: number } {
    const [address] = this.#addresses()
    const { certificate } = this.#parts.book.now
    if (address === undefined || certificate === null) return fail('TAB_107')
    const { token, expiresAtMs } = this.#pairing.begin(this.#parts.clock, this.#parts.random)
    return { address: `${address}#p=${token}&c=${pinOf(certificate)}`, expiresAtMs }
  }

  async revoke(tabletId: TabletId): Promise<void> {
    await this.#parts.book.change((book) => ({
      ...book,
      tablets: book.tablets.filter((tablet) => tablet.tabletId !== tabletId),
    }))
    this.#parts.tell('revoked')
  }

  async setPolicy(policy: TabletPolicy): Promise<void> {
    await this.#parts.book.change((book) => ({ ...book, policy }))
  }

  #addresses(): string[] {
    const { port } = this.#server ?? {}
    if (port === undefined) return []
    const { host } = this.#parts
    const hosts = host === undefined ? ownAddresses() : [host]
    return hosts.map((own) => `https://${own}:${port}/`)
  }

  async #serve(): Promise<void> {
    const { book, clock, host = '0.0.0.0' } = this.#parts
    let { certificate } = book.now
    if (certificate === null || !isFresh(certificate, clock.nowMs())) {
      certificate = await makeCertificate(clock.nowMs())
      await book.change((known) => ({ ...known, certificate }))
    }
    const server = await servePage(certificate, { host, port: book.now.port }, this.#calls())
    this.#server = server
    await book.change((known) => ({ ...known, port: server.port }))
  }

  #calls(): PageCalls {
    const { clock, clinicName } = this.#parts
    return {
      clinicName,
      pair: (code, name) => this.#pair(code, name),
      look: async (token) => {
        const { name, newest } = this.#entryOf(token)
        const { policy } = this.#parts.book.now
        return {
          name,
          mostBytes: policy.mostBytes,
          nowMs: clock.nowMs(),
          files: newest.map((file) => this.#shown(file)),
        }
      },
      take: (token, fileId, file) => this.#take(this.#entryOf(token), fileId, file),
    }
  }

  #shown({ fileId, name, receivedAtMs }: TabletEntry['newest'][number]) {
    return { fileId, name, receivedAtMs, guardedAtMs: this.#parts.guardedAtMs(wordOf(name)) ?? null }
  }

  /** SECURITY: compared by hash in constant time, so that neither the book nor the clock gives a token away. */
  #entryOf(token: string): TabletEntry {
    const hash = sha256Hex(token)
    return this.#parts.book.now.tablets.find(({ tokenSha256 }) => isSameHash(tokenSha256, hash)) ?? fail('TAB_104')
  }

  async #pair(code: string, name: string): Promise<string> {
    const { book, clock, random, tell } = this.#parts
    if (!this.#pairing.use(code, clock.nowMs())) fail('TAB_101')
    const token = newToken(random)
    const tablet: TabletEntry = {
      tabletId: tabletIdSchema.parse(random.uuid()),
      name,
      tokenSha256: sha256Hex(token),
      pairedAtMs: clock.nowMs(),
      lastSentAtMs: null,
      sentFiles: 0,
      newest: [],
    }
    await book.change((known) => ({ ...known, tablets: [...known.tablets, tablet] }))
    tell('paired')
    return token
  }

  async #take(tablet: TabletEntry, fileId: string, file: IncomingFile): Promise<void> {
    const { book, clock, random, temporaryFolder, tell, keptFreeBytes = KEPT_FREE_BYTES } = this.#parts
    // Its answer was lost on the way: the file is here already.
    if (tablet.newest.some((known) => known.fileId === fileId)) {
      file.body.resume()
      return
    }
    const { inboxPath, policy } = book.now
    if (inboxPath === null) return fail('TAB_107')
    const receivedAtMs = clock.nowMs()
    await mkdir(temporaryFolder, { recursive: true })
    const word = Array.from({ length: WORD_LENGTH }, () => WORD_LETTERS[random.below(WORD_LETTERS.length)]).join('')
    const name = await takeFile(file, {
      inbox: inboxPath,
      stage: path.join(temporaryFolder, `tablet-${random.uuid()}`),
      policy,
      keptFreeBytes,
      nameOf: (kind) => inboxName(receivedAtMs, tablet.name, word, kind),
    })
    await book.change((known) => sent(known, tablet.tabletId, { fileId, name, receivedAtMs }))
    tell('sent')
  }
}

function sent(book: Book, tabletId: TabletId, file: TabletEntry['newest'][number]): Book {
  return {
    ...book,
    tablets: book.tablets.map((tablet) =>
      tablet.tabletId === tabletId
        ? {
            ...tablet,
            lastSentAtMs: file.receivedAtMs,
            sentFiles: tablet.sentFiles + 1,
            newest: [file, ...tablet.newest].slice(0, NEWEST_FILES),
          }
        : tablet,
    ),
  }
}

/** The word that makes a name of the inbox unlike any other. */
const wordOf = (name: string): string => name.slice(0, name.lastIndexOf('.')).slice(-WORD_LENGTH)

/** Addresses in the clinic's own networks, wired ones as the system lists them. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).flatMap(({ family, internal, address }) =>
      family === 'IPv4' && !internal && !address.startsWith('169.254.') ? [address] : [],
    ),
  )
}
