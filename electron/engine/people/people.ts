import { type CarriedBook, type Clock, type Log, type Random, systemElapsedMs } from '#engine/kernel/index.ts'
import {
  type AccountId,
  type Actor,
  accountIdSchema,
  isManager,
  type ManagerTitle,
  type Person,
  personSchema,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { type Book, type Entry, openBook } from './book.ts'
import { hideSecret, isGoodSecret, isSecret, type PinCost, randomPin } from './secret.ts'
import { MOST_TRIES, Waits } from './tries.ts'

export type PeopleParts = {
  readonly file: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Time that nobody can set; this computer's by default. */
  readonly elapsedMs?: () => number
  /** Cost of one try; tests take a cheap one. */
  readonly pinCost?: PinCost
}
export type PersonDraft = Pick<Person, 'name' | 'role' | 'title' | 'rights'>
export type FirstPin = { readonly accountId: AccountId; readonly firstPin: string }

/**
 * The clinic's people, their roles and how they prove who they are: one file, changed as a whole. Nobody in it is ever deleted.
 *
 * Who may change it is not decided here but in the gate; what never may become true is: no manager left, two people of one name, a PIN in the clear.
 */
export class People {
  readonly #parts: PeopleParts
  readonly #book: Book
  readonly #waits: Waits
  #isLost: boolean
  /** PINs are in it only as scrypt left them. */
  readonly carried: CarriedBook
  /** One try at a time a person: a hundred at once are a hundred tries. */
  readonly #trying = new Map<AccountId, Promise<unknown>>()

  private constructor(parts: PeopleParts, book: Book, isLost: boolean) {
    this.#parts = parts
    this.#book = book
    this.carried = book.carried('pessoas')
    this.#isLost = isLost
    this.#waits = new Waits(parts.elapsedMs ?? systemElapsedMs)
  }

  static async open(parts: PeopleParts): Promise<People> {
    const { book, isLost } = await openBook(parts)
    return new People(parts, book, isLost)
  }

  /** True while nobody is registered: whoever sits at the computer does everything. */
  get isOpen(): boolean {
    return this.#book.now.people.length === 0 && !this.#isLost
  }

  /** True when there was a list and it does not read. */
  get isLost(): boolean {
    return this.#isLost
  }

  get lockAfterMinutes(): number {
    return this.#book.now.lockAfterMinutes
  }

  async lockAfter(lockAfterMinutes: number): Promise<void> {
    await this.#book.change((book) => ({ ...book, lockAfterMinutes }))
  }

  list(): (Person & { isNew: boolean; isBlocked: boolean })[] {
    return this.#book.now.people.map((entry) => ({
      ...personSchema.parse(entry),
      isNew: entry.mustChoose,
      isBlocked: entry.failures >= MOST_TRIES,
    }))
  }

  /** Undefined for nobody, and for somebody who left. */
  active(accountId: AccountId): Person | undefined {
    const entry = this.#entry(accountId)
    return entry?.isActive ? personSchema.parse(entry) : undefined
  }

  mustChoose(accountId: AccountId): boolean {
    return this.#entry(accountId)?.mustChoose ?? false
  }

  /** Throws PEOPLE_115 when somebody is registered, PEOPLE_109. */
  async registerFirst(name: string, title: ManagerTitle, secret: string): Promise<Person> {
    if (!this.isOpen) fail('PEOPLE_115')
    return this.#beginWith(name, title, secret)
  }

  /** A list that was lost begins again with one manager. The gate lets only somebody with the kit come here. Throws PEOPLE_115, PEOPLE_109. */
  async beginAgain(name: string, secret: string): Promise<Person> {
    if (!this.#isLost) fail('PEOPLE_115')
    return this.#beginWith(name, 'owner', secret)
  }

  /** Throws PEOPLE_112. */
  async add(draft: PersonDraft): Promise<FirstPin> {
    const firstPin = randomPin(this.#parts.random)
    const entry = await this.#newEntry(draft, firstPin, true)
    await this.#change((people) => {
      requireFreeName(people, draft.name)
      return [...people, entry]
    })
    return { accountId: entry.accountId, firstPin }
  }

  /** Throws PEOPLE_111 when no manager would be left, PEOPLE_112, PEOPLE_113. */
  async change(accountId: AccountId, draft: PersonDraft): Promise<Person> {
    return this.#update(accountId, (entry, people) => {
      requireFreeName(people, draft.name, accountId)
      return { ...entry, ...draft, title: draft.role === 'manager' ? (draft.title ?? 'owner') : null }
    })
  }

  /** Throws PEOPLE_111, PEOPLE_113. */
  deactivate(accountId: AccountId): Promise<Person> {
    return this.#update(accountId, (entry) => ({ ...entry, isActive: false }))
  }

  /** A PIN of six digits for somebody who forgot theirs or comes back; good for choosing an own one. Throws PEOPLE_113. */
  async giveFirstPin(accountId: AccountId): Promise<FirstPin> {
    const firstPin = randomPin(this.#parts.random)
    await this.#keepSecret(accountId, firstPin, true)
    return { accountId, firstPin }
  }

  /** Throws PEOPLE_109 for one that is easy to guess. */
  async choose(accountId: AccountId, secret: string): Promise<void> {
    if (!isGoodSecret(secret)) fail('PEOPLE_109')
    await this.#keepSecret(accountId, secret, false)
  }

  /**
   * Whether it is really this person; resolves with who it is.
   *
   * Throws PEOPLE_102 {tries} with how many are left, PEOPLE_103 {seconds} before the wait is over, PEOPLE_104 after too many, PEOPLE_113.
   */
  prove(accountId: AccountId, secret: string): Promise<Person> {
    const before = this.#trying.get(accountId) ?? Promise.resolve()
    const tried = before.then(() => this.#try(accountId, secret))
    this.#trying.set(
      accountId,
      tried.catch(() => undefined),
    )
    return tried
  }

  /** The moment somebody comes in, for the list. */
  async cameIn(accountId: AccountId): Promise<void> {
    await this.#update(accountId, (entry) => ({ ...entry, lastSignInAtMs: Math.round(this.#parts.clock.nowMs()) }))
  }

  actor(accountId: AccountId): Actor | null {
    const person = this.active(accountId)
    return person ? { accountId, name: person.name, role: person.role } : null
  }

  async #try(accountId: AccountId, secret: string): Promise<Person> {
    const entry = this.#entry(accountId)
    if (!entry?.isActive) return fail('PEOPLE_113')
    if (entry.failures >= MOST_TRIES) fail('PEOPLE_104')
    const waitMs = this.#waits.leftMs(accountId, entry.failures)
    if (waitMs > 0) fail('PEOPLE_103', { seconds: Math.ceil(waitMs / 1000) })
    // Counted as wrong until it is known to be right.
    await this.#update(accountId, (now) => ({ ...now, failures: now.failures + 1 }))
    const isRight = await isSecret(secret, entry.secret)
    this.#waits.tried(accountId)
    if (!isRight) {
      const tries = MOST_TRIES - (entry.failures + 1)
      return tries > 0 ? fail('PEOPLE_102', { tries }) : fail('PEOPLE_104')
    }
    return this.#update(accountId, (now) => ({ ...now, failures: 0 }))
  }

  async #beginWith(name: string, title: ManagerTitle, secret: string): Promise<Person> {
    if (!isGoodSecret(secret)) fail('PEOPLE_109')
    const entry = await this.#newEntry({ name, role: 'manager', title, rights: {} }, secret, false)
    await this.#change((people) => (people.length > 0 ? fail('PEOPLE_115') : [entry]))
    this.#isLost = false
    return personSchema.parse(entry)
  }

  async #newEntry(draft: PersonDraft, secret: string, mustChoose: boolean): Promise<Entry> {
    const { clock, pinCost, random } = this.#parts
    return {
      ...draft,
      accountId: accountIdSchema.parse(random.uuid()),
      title: draft.role === 'manager' ? (draft.title ?? 'owner') : null,
      isActive: true,
      addedAtMs: Math.round(clock.nowMs()),
      lastSignInAtMs: null,
      secret: await hideSecret(secret, random, pinCost),
      mustChoose,
      failures: 0,
    }
  }

  async #keepSecret(accountId: AccountId, secret: string, mustChoose: boolean): Promise<void> {
    const hidden = await hideSecret(secret, this.#parts.random, this.#parts.pinCost)
    await this.#update(accountId, (entry) => ({ ...entry, secret: hidden, mustChoose, isActive: true, failures: 0 }))
  }

  #entry(accountId: AccountId): Entry | undefined {
    return this.#book.now.people.find((entry) => entry.accountId === accountId)
  }

  async #update(accountId: AccountId, how: (entry: Entry, people: readonly Entry[]) => Entry): Promise<Person> {
    await this.#change((people) => {
      const at = people.findIndex((entry) => entry.accountId === accountId)
      const entry = people[at]
      return entry ? people.with(at, how(entry, people)) : fail('PEOPLE_113')
    })
    return personSchema.parse(this.#entry(accountId))
  }

  async #change(how: (people: Entry[]) => Entry[]): Promise<void> {
    await this.#book.change((book) => {
      const people = how(book.people)
      if (!people.some(isManager)) fail('PEOPLE_111')
      return { ...book, people }
    })
  }
}

const plain = (name: string) => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('pt-BR')

/** Books write people down by name, so one name is one person, also of those who left. */
function requireFreeName(people: readonly Entry[], name: string, own?: AccountId): void {
  if (people.some((entry) => entry.accountId !== own && plain(entry.name) === plain(name))) fail('PEOPLE_112')
}
