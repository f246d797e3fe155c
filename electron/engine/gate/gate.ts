import { actAs, type Clock, currentActor, type Random } from '#engine/kernel/index.ts'
import type { People } from '#engine/people/index.ts'
import type { Held, peopleCalls } from '#shared/contracts/index.ts'
import {
  type AccountId,
  type Actor,
  type Category,
  mayApprove,
  mayDo,
  mayDoWith,
  type Person,
} from '#shared/domain/index.ts'
import { type Code, codeOf, fail } from '#shared/errors/index.ts'
import { type Contract, type Handlers, type Port, serve } from '#shared/wire/index.ts'
import { filled } from './fill.ts'
import { peopleHandlers } from './people-handlers.ts'
import { PortSession } from './port-session.ts'
import { Requests } from './requests.ts'
import { type Rule, ruleOf } from './rules.ts'
import { judgedBy, type Scope } from './scope.ts'
import { withoutSecrets } from './secrets.ts'

/** Something that somebody did, tried in vain, or was refused. Looking at how things stand is none. */
export type Act = {
  readonly call: string
  /** Null while nobody is signed in or registered, and for main. */
  readonly accountId: AccountId | null
  readonly secondId: AccountId | null
  readonly outcome: 'done' | 'denied' | 'failed'
  readonly code: Code | null
  readonly atMs: number
  readonly isSystem: boolean
  /** As it was carried out, without PINs, passwords and words of the kit. May name patients and files: nothing to write down as it is. */
  readonly input: unknown
}

export type GateParts = {
  readonly people: People
  readonly scope: Scope
  readonly clock: Clock
  readonly random: Random
  /** Time that nobody can set. */
  readonly elapsedMs: () => number
  /** Told of every act once it is over. What it throws is not the act's failure. */
  readonly onAct: (act: Act) => void
  /** What somebody who leaves still has. */
  readonly heldBy: (person: Person) => Promise<Held>
  /** Throws unless these are the words of the clinic's kit. */
  readonly requireKit: (words: string) => Promise<void>
}

export type PortRole = 'window' | 'main'
type AnyHandlers = Readonly<Record<string, (...given: never[]) => unknown>>
type Granted = { readonly actor: Actor | null; readonly second: Actor | null; readonly person: Person | null }

const LOOK_EVERY_MS = 5_000
const nobody: Granted = { actor: null, second: null, person: null }
/** Refusals that only ask for something more: the act comes again with it. */
const ASKS: readonly Code[] = ['PEOPLE_106', 'PEOPLE_107', 'PEOPLE_108']

/**
 * Stands between every port and every handler: who is at this window, whether they may, and in whose name it is done.
 *
 * Each window signs in for itself. As long as nobody is registered everything goes, as it always did.
 */
export class Gate {
  readonly #parts: GateParts
  readonly #requests: Requests
  readonly #sessions = new Set<PortSession>()
  readonly #stop = new AbortController()
  #isWatching = false

  constructor(parts: GateParts) {
    this.#parts = parts
    this.#requests = new Requests(parts.elapsedMs, parts.random)
  }

  /** Answers a contract on one port, each call as its rule says. */
  serve<C extends Contract>(
    port: Port,
    role: PortRole,
    contract: C,
    handlers: Omit<Handlers<C>, keyof typeof peopleCalls>,
    onUnexpected: (name: string, error: unknown) => void,
  ): void {
    const { clock, elapsedMs } = this.#parts
    const session = new PortSession({ nowMs: () => clock.nowMs(), elapsedMs })
    this.#sessions.add(session)
    port.onClose(() => {
      session.leave('left')
      this.#sessions.delete(session)
    })
    const own = peopleHandlers({
      ...this.#parts,
      ...{ session, requests: this.#requests, enter: (accountId) => this.#enter(session, accountId) },
      tellAll: () => this.#tellAll(),
    })
    const all = { ...handlers, ...own } as unknown as AnyHandlers
    const wrapped: Record<string, unknown> = {}
    for (const [name, spec] of Object.entries(contract)) {
      const handler = all[name]
      if (!handler) continue
      wrapped[name] =
        spec.kind === 'call' ? this.#call(name, handler, session, role) : this.#feed(name, handler, session, role)
    }
    serve(port, contract, wrapped as Handlers<C>, onUnexpected)
  }

  /** The list of people is not what it was: every window looks again at who is there. */
  peopleChanged(): void {
    this.#tellAll()
  }

  close(): void {
    this.#stop.abort()
  }

  #call(name: string, handler: (...given: never[]) => unknown, session: PortSession, role: PortRole) {
    const run = handler as (input: unknown, signal: AbortSignal) => Promise<unknown>
    const rule = ruleOf(name)
    return async (input: unknown, signal: AbortSignal): Promise<unknown> => {
      let granted: Granted = nobody
      let outcome: Act['outcome'] = 'denied'
      let given = input
      try {
        granted = this.#admit(name, input, session, role)
        outcome = 'failed'
        if (granted.actor) given = filled(name, input, granted.actor, granted.second)
        const answer = await actAs(granted.actor, () => run(given, signal), granted.second)
        this.#tell({ name, rule, session, role, granted, outcome: 'done', code: null, input: given })
        return this.#narrowed(name, rule, answer, granted.person)
      } catch (error) {
        this.#tell({ name, rule, session, role, granted, outcome, code: codeOf(error), input: given })
        throw error
      }
    }
  }

  #feed(name: string, handler: (...given: never[]) => unknown, session: PortSession, role: PortRole) {
    const run = handler as (input: unknown, emit: (event: unknown) => void) => () => void
    const rule = ruleOf(name)
    return (input: unknown, emit: (event: unknown) => void): (() => void) => {
      const { actor, person } = this.#admit(name, input, session, role)
      return actAs(actor, () => run(input, (event) => emit(this.#narrowed(name, rule, event, person))))
    }
  }

  /** Who may go on with it, in whose name. Throws PEOPLE_101, PEOPLE_105 to PEOPLE_108, PEOPLE_117. */
  #admit(name: string, input: unknown, session: PortSession, role: PortRole): Granted {
    const { people, scope } = this.#parts
    const rule = ruleOf(name)
    if (role === 'main') return rule.alsoSystem || rule.need === 'system' ? nobody : fail('PEOPLE_105')
    if (rule.need === 'system') fail('PEOPLE_105')
    if (people.isOpen) return nobody
    this.#lockIfIdle(session)
    const { accountId } = session
    const person = accountId === null ? undefined : people.active(accountId)
    const actor = accountId === null ? null : people.actor(accountId)
    if (rule.need === 'anyone') return { actor, second: null, person: person ?? null }
    if (!person || !actor) {
      session.leave('left')
      return fail('PEOPLE_101')
    }
    const granted = { actor, second: null, person }
    if (rule.need === 'person') return granted
    if (people.mustChoose(person.accountId)) fail('PEOPLE_108')
    if (!mayDo(person, rule.need)) fail('PEOPLE_105')
    const asked = { call: name, input }
    if (rule.byCategory && !mayDoWith(person, judgedBy(rule.need), scope.categoriesOf(asked))) fail('PEOPLE_105')
    if (rule.isCritical && !session.isFresh) fail('PEOPLE_107')
    if (rule.two !== 'always' && !(rule.two === 'sometimes' && scope.takesTwo(asked))) return granted
    return { ...granted, second: this.#second(name, input, person, scope.categoriesOf(asked)) }
  }

  #second(name: string, input: unknown, person: Person, categories: readonly Category[]): Actor {
    const { people } = this.#parts
    const confirmedBy = this.#requests.take(name, input, person.accountId)
    const second = confirmedBy === null ? undefined : people.active(confirmedBy)
    // Somebody who signed and may not any more has not signed.
    if (second && mayApprove(second, categories)) return people.actor(second.accountId) ?? fail('PEOPLE_113')
    const others = people.list().filter((other) => other.isActive && other.accountId !== person.accountId)
    if (!others.some((other) => mayApprove(other, categories))) fail('PEOPLE_117')
    const { requestId } = this.#requests.ask(name, input, person.accountId, categories)
    return fail('PEOPLE_106', { requestId })
  }

  /** Judged as the person is now: a feed outlives a change of their rights. */
  #narrowed(name: string, { shows }: Rule, answer: unknown, person: Person | null): unknown {
    if (!person || !shows) return answer
    const { people, scope } = this.#parts
    const now = people.active(person.accountId)
    return scope.narrowed(name, answer, (category) => now !== undefined && mayDoWith(now, shows, [category]))
  }

  /** Whether whoever acts may see the name of what lies at a path of the clinic's copies. */
  maySee(path: string): boolean {
    const { people, scope } = this.#parts
    const actor = currentActor()
    const person = actor ? people.active(actor.accountId) : undefined
    return actor === null || (person !== undefined && mayDoWith(person, 'find', scope.categoriesAt(path)))
  }

  #tell(about: {
    readonly name: string
    readonly rule: Rule
    readonly session: PortSession
    readonly role: PortRole
    readonly granted: Granted
    readonly outcome: Act['outcome']
    readonly code: Code | null
    readonly input: unknown
  }): void {
    const { name, rule, session, granted, outcome, code } = about
    // A window that was locked meanwhile goes on asking how things stand.
    const isNoise = code !== null && (ASKS.includes(code) || (rule.isLook === true && code === 'PEOPLE_101'))
    if (isNoise || (rule.isLook && outcome !== 'denied')) return
    this.#parts.onAct({
      call: name,
      accountId: granted.actor?.accountId ?? session.accountId,
      secondId: granted.second?.accountId ?? null,
      ...{ outcome, code },
      atMs: Math.round(this.#parts.clock.nowMs()),
      isSystem: about.role === 'main',
      input: withoutSecrets(about.input),
    })
  }

  #enter(session: PortSession, accountId: AccountId): void {
    session.enter(accountId)
    void this.#watch()
  }

  #tellAll(): void {
    for (const session of this.#sessions) session.tell()
  }

  #lockIfIdle(session: PortSession): void {
    if (session.idleMs() >= this.#parts.people.lockAfterMinutes * 60_000) session.leave('idle')
  }

  /** Locks windows that nobody uses, also when they ask for nothing. Ends when nobody is signed in. */
  async #watch(): Promise<void> {
    if (this.#isWatching) return
    this.#isWatching = true
    try {
      while ([...this.#sessions].some(({ accountId }) => accountId !== null)) {
        await this.#parts.clock.sleep(LOOK_EVERY_MS, this.#stop.signal)
        for (const session of this.#sessions) this.#lockIfIdle(session)
      }
    } catch {
      // The engine closes.
    } finally {
      this.#isWatching = false
    }
  }
}
