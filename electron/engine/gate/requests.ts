import { createHash } from 'node:crypto'
import type { Random } from '#engine/kernel/index.ts'
import type { AccountId, Category } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'

/** Whoever is asked to sign has this long; afterwards it is asked for again. */
export const REQUEST_LASTS_MS = 15 * 60_000

export type Request = {
  readonly requestId: string
  readonly call: string
  /** Of what exactly was asked for: what is repeated with anything else in it is another request. */
  readonly digest: string
  readonly categories: readonly Category[]
  readonly requestedBy: AccountId
  readonly expiresAt: number
  readonly confirmedBy: AccountId | null
}

/** What waits for a second person. In memory: after a restart it is asked for again. */
export class Requests {
  readonly #open = new Map<string, Request>()
  readonly #now: () => number
  readonly #random: Random

  constructor(now: () => number, random: Random) {
    this.#now = now
    this.#random = random
  }

  list(): Request[] {
    for (const [requestId, { expiresAt }] of this.#open) if (expiresAt <= this.#now()) this.#open.delete(requestId)
    return [...this.#open.values()]
  }

  /** When the request ends, in milliseconds from now. */
  leftMs({ expiresAt }: Request): number {
    return Math.max(0, expiresAt - this.#now())
  }

  /** Who signed for exactly this, once: it is used up by that. */
  take(call: string, input: unknown, requestedBy: AccountId): AccountId | null {
    const found = this.#find(call, digestOf(input), requestedBy)
    if (!found?.confirmedBy) return null
    this.#open.delete(found.requestId)
    return found.confirmedBy
  }

  /** Asks for a second person; asked again it is the same request. */
  ask(call: string, input: unknown, requestedBy: AccountId, categories: readonly Category[]): Request {
    const digest = digestOf(input)
    const known = this.#find(call, digest, requestedBy)
    if (known) return known
    const request: Request = {
      requestId: this.#random.uuid(),
      ...{ call, digest, categories, requestedBy },
      expiresAt: this.#now() + REQUEST_LASTS_MS,
      confirmedBy: null,
    }
    this.#open.set(request.requestId, request)
    return request
  }

  /** Throws PEOPLE_116 for one that is over or never was. */
  require(requestId: string): Request {
    return this.list().find((request) => request.requestId === requestId) ?? fail('PEOPLE_116')
  }

  confirm(requestId: string, confirmedBy: AccountId): void {
    this.#open.set(requestId, { ...this.require(requestId), confirmedBy })
  }

  #find(call: string, digest: string, requestedBy: AccountId): Request | undefined {
    return this.list().find(
      (request) => request.call === call && request.digest === digest && request.requestedBy === requestedBy,
    )
  }
}

/** Inputs come out of zod with their keys in the contract's order. */
const digestOf = (input: unknown): string => createHash('sha256').update(JSON.stringify(input)).digest('hex')
