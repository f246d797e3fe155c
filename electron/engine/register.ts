import { type Audit, entryOfAct, entryOfFact, headsIn, nameHash, type RecordedAct } from '#engine/audit/index.ts'
import type { Catalog } from '#engine/catalog/index.ts'
import type { CopyBooks } from '#engine/jobs/index.ts'
import { type Clock, currentActor } from '#engine/kernel/index.ts'
import { booksIn } from '#engine/snapshot/index.ts'
import { derivedKey, type Vault } from '#engine/vault/index.ts'
import type { AuditState } from '#shared/contracts/index.ts'
import type { AuditHead, Fact } from '#shared/domain/index.ts'

type Parts = {
  readonly audit: Audit
  readonly catalog: Catalog
  readonly clock: Clock
}

/** What nobody does without a line of it: it is begun only when the line that says so is on the disk. */
const MUST_BE_WRITTEN = [
  'openRecords',
  'viewRecord',
  'exportRecord',
  'previewVersion',
  'recoverVersion',
  'startRecovery',
  'undoRecovery',
  'applyDatabaseRecovery',
  'undoDatabaseRecovery',
  'openRescue',
  'recoverRescue',
  'takeOver',
  'renewPaper',
  'applyRetention',
  'applyPrune',
] as const

const LOOK_EVERY_MS = 3_600_000
/** A start has other things to do: until then only what was added since the last look is looked through. */
const QUIET_AFTER_MS = 600_000
const COMPARE_EVERY_MS = 24 * 3_600_000
/** Copies looked through for the register of the computer before. */
const LOOK_BACK = 20

/** The register of what was done, put where things are done. */
export class Register {
  readonly #parts: Parts
  readonly #stop = new AbortController()
  readonly #stopFacts: () => void
  #heardSeq: number
  #nameKey: Uint8Array | undefined
  #signKey: Uint8Array | undefined
  #comparedAtMs = 0
  #watching: Promise<void> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
    const { audit, catalog } = parts
    const lastSeq = audit.lastFactSeq()
    // A catalogue that was begun anew counts from 1 again.
    this.#heardSeq = lastSeq > catalog.newestSeq() ? 0 : lastSeq
    audit.note({ type: 'app-started' })
    this.#hear()
    this.#stopFacts = catalog.onFact((fact) => this.#hear(fact))
  }

  /** Looks through the register now and from time to time. */
  begin(): void {
    this.#watching = this.#watch()
  }

  async close(): Promise<void> {
    this.#stopFacts()
    this.#stop.abort()
    await this.#watching
    this.#parts.audit.note({ type: 'app-stopped' })
    await this.#parts.audit.close()
  }

  /** A key of the vault can be had: lines are sealed from now on. */
  onOpen(vault: Vault): void {
    const { audit } = this.#parts
    if (audit.hasKey) return
    this.#nameKey = derivedKey(vault, 'audit-names')
    this.#signKey = derivedKey(vault, 'diagnosis-signs')
    audit.learn(derivedKey(vault, 'audit-seal'))
  }

  /** By which names of files become what stands in a line; undefined before the vault was open once. */
  get nameKey(): Uint8Array | undefined {
    return this.#nameKey
  }

  /** By which names become signs in what a technician gets; undefined before the vault was open once. */
  get signKey(): Uint8Array | undefined {
    return this.#signKey
  }

  /** Something that was asked for is over. */
  onAct(act: RecordedAct): void {
    this.#parts.audit.note(entryOfAct(act, (input) => this.#fileIn(input)))
  }

  /** What every copy takes along. */
  books(): CopyBooks {
    const { audit, clock } = this.#parts
    return {
      tags: async (vault, planTag) => {
        const nowMs = clock.nowMs()
        if (Math.abs(nowMs - this.#comparedAtMs) >= COMPARE_EVERY_MS) {
          this.#comparedAtMs = nowMs
          // The whole register has its own hour: no copy waits for a million lines.
          await this.compare(vault, planTag, false)
        }
        const tag = audit.tag()
        return tag === undefined ? [] : [tag]
      },
      files: () => audit.trail(),
    }
  }

  /** Looks through all of it or what is new, with what copies remember. A list that does not read keeps no copy from being made. */
  async compare(vault: Vault, planTag: string, isWhole: boolean): Promise<void> {
    this.onOpen(vault)
    const anchors: AuditHead[] = headsIn(await vault.listSnapshots().catch(() => []), planTag)
    await this.#parts.audit.verify({ isWhole, anchors }).catch(() => undefined)
  }

  /** Brings the register of the computer before out of the copies, when this one goes on with its plan. */
  async bringFrom(vault: Vault, planTag: string): Promise<void> {
    const snapshots = await vault.listSnapshots()
    const own = snapshots.filter(({ tags }) => tags?.includes(planTag))
    await vault.loadIndex()
    for (const snapshot of own.slice(0, LOOK_BACK)) {
      const files = (await booksIn(vault, snapshot)).filter(({ name }) => name.endsWith('.jsonl'))
      if (files.length === 0) continue
      const texts: string[] = []
      for (const file of files) texts.push(Buffer.from(await file.read()).toString())
      this.#parts.audit.takeOver(texts)
      return
    }
  }

  /** The handlers, of which some begin only once a line says that they do. Throws AUD_101 there. */
  withLines<H extends object>(handlers: H): H {
    const wrapped = { ...handlers } as Record<string, unknown>
    for (const name of MUST_BE_WRITTEN) {
      const handler = wrapped[name] as ((input: Record<string, unknown>, signal: AbortSignal) => unknown) | undefined
      if (!handler) continue
      wrapped[name] = async (input: Record<string, unknown>, signal: AbortSignal) => {
        const actor = currentActor()?.accountId ?? null
        const entry = entryOfAct({ call: name, accountId: actor, outcome: 'done', input }, (given) =>
          this.#fileIn(given),
        )
        this.#parts.audit.record({ ...entry, type: `begun.${name}`, extra: {} })
        return handler(input, signal)
      }
    }
    return wrapped as H
  }

  state(): AuditState {
    const { audit } = this.#parts
    const { checked, findings, silentSinceMs } = audit.standing
    const read = findings.length === 0 ? [] : audit.page({ types: ['book-read'] }, 200).rows
    return {
      checkedAtMs: checked?.atMs ?? null,
      wholeAtMs: checked?.wholeAtMs ?? null,
      lines: audit.lineCount(),
      findings: findings.map((finding) => ({
        ...finding,
        readAtMs:
          read.find(({ extra }) => extra.segment === finding.segment && extra.line === finding.number)?.atMs ?? null,
      })),
      silentSinceMs,
    }
  }

  /** Facts that no line tells of yet, the newest in the name of who asked for it. */
  #hear(newest?: Fact): void {
    const { audit, catalog, clock } = this.#parts
    for (const fact of catalog.factsAfter(this.#heardSeq)) {
      const actor = fact.seq === newest?.seq ? (currentActor()?.accountId ?? null) : null
      const entry = entryOfFact(fact, actor, clock.nowMs())
      // What cannot be written now is written with a later fact.
      if (entry && !audit.note(entry)) return
      this.#heardSeq = fact.seq
    }
  }

  async #watch(): Promise<void> {
    const { audit, clock } = this.#parts
    try {
      await audit.verify({ isWhole: false }).catch(() => undefined)
      await clock.sleep(QUIET_AFTER_MS, this.#stop.signal)
      for (;;) {
        await audit.verify().catch(() => undefined)
        await clock.sleep(LOOK_EVERY_MS, this.#stop.signal)
      }
    } catch {
      // The app closes.
    }
  }

  #fileIn({ versionKey }: Record<string, unknown>): string | undefined {
    if (typeof versionKey !== 'number' || this.#nameKey === undefined) return undefined
    const place = this.#parts.catalog.findVersion(versionKey)
    return place && nameHash(this.#nameKey, 'file', place.path)
  }
}
