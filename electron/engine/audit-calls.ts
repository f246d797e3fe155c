import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import {
  type Audit,
  auditCsv,
  auditHtml,
  entryOfAct,
  entryOfFact,
  headsIn,
  nameHash,
  type RecordedAct,
} from '#engine/audit/index.ts'
import type { Catalog } from '#engine/catalog/index.ts'
import type { CopyBooks } from '#engine/jobs/index.ts'
import { type Clock, currentActor } from '#engine/kernel/index.ts'
import { inOrder, type Session } from '#engine/session/index.ts'
import { booksIn } from '#engine/snapshot/index.ts'
import { derivedKey, type Vault } from '#engine/vault/index.ts'
import type { AuditState, auditCalls } from '#shared/contracts/index.ts'
import {
  type AccountId,
  type AuditHead,
  type AuditRow,
  accountIdSchema,
  auditGroupOf,
  type ClinicIdentity,
  type Fact,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

type Named = { readonly accountId: AccountId; readonly name: string }
type Parts = {
  readonly audit: Audit
  readonly session: Session
  readonly catalog: Catalog
  readonly clock: Clock
  readonly version: string
  /** Everybody who was ever registered. */
  readonly people: () => readonly Named[]
  /** Whether whoever acts may see the name of what lies there in the copies. */
  readonly maySee: (path: string) => boolean
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
const COMPARE_EVERY_MS = 24 * 3_600_000
/** Copies looked through for the register of the computer before. */
const LOOK_BACK = 20
const EXPORT_PAGE = 500

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
          await this.#compare(vault, planTag)
        }
        const tag = audit.tag()
        return tag === undefined ? [] : [tag]
      },
      files: () => audit.trail(),
    }
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

  handlers(): Handlers<typeof auditCalls> {
    const { audit, session, catalog } = this.#parts
    return {
      auditState: async () => this.state(),
      auditEntries: async ({ group, actor, fromMs, toMs, beforePlace, limit }) => {
        const types = group === undefined ? undefined : audit.types().filter((type) => auditGroupOf(type) === group)
        const { rows, nextPlace } = audit.page({ types, actor, fromMs, toMs, beforePlace }, limit)
        const names = new Map(this.#parts.people().map(({ accountId, name }) => [String(accountId), name]))
        const entries = rows.map((row) => ({
          ...row,
          group: auditGroupOf(row.type),
          actorName: names.get(row.actor) ?? null,
          secondName: names.get(String(row.extra.second)) ?? null,
        }))
        const people = audit.actors().flatMap((one) => {
          const { success, data } = accountIdSchema.safeParse(one)
          return success ? [{ accountId: data, name: names.get(data) ?? data.slice(0, 8) }] : []
        })
        return { entries, nextPlace, people }
      },
      auditNames: async ({ files }, signal) => {
        if (session.state.kind !== 'ready' || this.#nameKey === undefined) return { files: {} }
        return { files: await filesBy(catalog, this.#nameKey, files, { signal, maySee: this.#parts.maySee }) }
      },
      checkAudit: async () => {
        await inOrder(session, (vault, { planTag }) => this.#compare(vault, planTag)).catch(() =>
          // No copy can be reached: what lies here is looked through all the same.
          audit.verify({ isWhole: true }),
        )
        return this.state()
      },
      readAuditFindings: async () => {
        const actor = currentActor()?.accountId ?? 'system'
        for (const { segment, number } of audit.standing.findings)
          audit.record({ type: 'book-read', actor, component: 'window', extra: { segment, line: number } })
        return this.state()
      },
      exportAudit: (asked) => this.#export(asked),
      // The gate tells of it, as of every act.
      paperTaken: async () => ({}),
      clinicIdentity: async () => this.#identity(),
      setClinicIdentity: async (identity) => {
        await session.changeSettings((settings) => ({ ...settings, identity }))
        return this.#identity()
      },
    }
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
      for (;;) {
        await audit.verify().catch(() => undefined)
        await clock.sleep(LOOK_EVERY_MS, this.#stop.signal)
      }
    } catch {
      // The app closes.
    }
  }

  /** With what copies remember. A list that does not read keeps no copy from being made. */
  async #compare(vault: Vault, planTag: string): Promise<void> {
    this.onOpen(vault)
    const anchors: AuditHead[] = headsIn(await vault.listSnapshots().catch(() => []), planTag)
    await this.#parts.audit.verify({ isWhole: true, anchors }).catch(() => undefined)
  }

  #fileIn({ versionKey }: Record<string, unknown>): string | undefined {
    if (typeof versionKey !== 'number' || this.#nameKey === undefined) return undefined
    const place = this.#parts.catalog.findVersion(versionKey)
    return place && nameHash(this.#nameKey, 'file', place.path)
  }

  #identity(): ClinicIdentity {
    const { clinicName, identity } = this.#parts.session.requireSettings()
    return { name: clinicName, cnpj: identity?.cnpj ?? null, cnes: identity?.cnes ?? null }
  }

  async #export(
    asked: Parameters<Handlers<typeof auditCalls>['exportAudit']>[0],
  ): Promise<{ folder: string; lines: number }> {
    const { audit, clock, version } = this.#parts
    const { targetFolder, language, fromMs, toMs } = asked
    const rows: AuditRow[] = []
    for (let place: number | undefined; ; ) {
      const page = audit.page({ fromMs, toMs, beforePlace: place }, EXPORT_PAGE)
      rows.push(...page.rows)
      if (page.nextPlace === null) break
      place = page.nextPlace
      // Twenty years are thousands of pages: whoever asks something meanwhile does not wait for all.
      await new Promise(setImmediate)
    }
    rows.reverse()
    const madeAtMs = clock.nowMs()
    const stamp = { clinic: this.#identity(), version, madeAtMs, language }
    const day = new Date(madeAtMs).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-')
    const folder = path.join(targetFolder, `Livro de registro ${day}`)
    try {
      await mkdir(folder)
      await writeNew(path.join(folder, 'livro-de-registro.csv'), auditCsv(rows, stamp))
      await writeNew(path.join(folder, 'livro-de-registro.html'), auditHtml(rows, stamp))
    } catch (cause) {
      fail('REST_103', {}, { cause })
    }
    return { folder, lines: rows.length }
  }
}

async function writeNew(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text, 'utf8')
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Reads names only as long as some are still wanted, and lets others work in between. */
async function filesBy(
  catalog: Catalog,
  key: Uint8Array,
  wanted: readonly string[],
  { signal, maySee }: Pick<Parts, 'maySee'> & { readonly signal: AbortSignal },
): Promise<Record<string, string>> {
  const left = new Set(wanted)
  const found: Record<string, string> = {}
  let looked = 0
  for (const file of catalog.filePaths()) {
    if (left.size === 0) break
    const hash = nameHash(key, 'file', file)
    if (left.delete(hash) && maySee(file)) found[hash] = file.slice(file.lastIndexOf('/') + 1)
    looked += 1
    if (looked % 2000 === 0) {
      signal.throwIfAborted()
      await new Promise(setImmediate)
    }
  }
  return found
}
