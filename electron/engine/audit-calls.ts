import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type Audit, type ExportStamp, nameHash, writePapers } from '#engine/audit/index.ts'
import type { Catalog } from '#engine/catalog/index.ts'
import { type Clock, currentActor } from '#engine/kernel/index.ts'
import { inOrder, type Session } from '#engine/session/index.ts'
import type { auditCalls } from '#shared/contracts/index.ts'
import {
  type AccountId,
  type AuditRow,
  accountIdSchema,
  auditGroupOf,
  type ClinicIdentity,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import type { Register } from './register.ts'

type Named = { readonly accountId: AccountId; readonly name: string }
type Parts = {
  readonly audit: Audit
  readonly register: Register
  readonly session: Session
  readonly catalog: Catalog
  readonly clock: Clock
  readonly version: string
  /** Everybody who was ever registered. */
  readonly people: () => readonly Named[]
  /** Whether whoever acts may see the name of what lies there in the copies. */
  readonly maySee: (path: string) => boolean
}
type Calls = Handlers<typeof auditCalls>

const EXPORT_PAGE = 500

/** The register as windows read it and take it along, and who the clinic is on its papers. */
export function auditHandlers(parts: Parts): Calls {
  const { audit, register, session, catalog, maySee } = parts
  const identity = () => identityIn(session)
  return {
    auditState: async () => register.state(),
    auditEntries: async ({ group, actor, fromMs, toMs, beforePlace, limit }) => {
      const types = group === undefined ? undefined : audit.types().filter((type) => auditGroupOf(type) === group)
      const { rows, nextPlace } = audit.page({ types, actor, fromMs, toMs, beforePlace }, limit)
      const names = new Map(parts.people().map(({ accountId, name }) => [String(accountId), name]))
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
      const { nameKey } = register
      if (session.state.kind !== 'ready' || nameKey === undefined) return { files: {} }
      return { files: await filesBy(catalog, nameKey, files, { signal, maySee }) }
    },
    checkAudit: async () => {
      await inOrder(session, (vault, { planTag }) => register.compare(vault, planTag, true)).catch(() =>
        // No copy can be reached: what lies here is looked through all the same.
        audit.verify({ isWhole: true }),
      )
      return register.state()
    },
    readAuditFindings: async () => {
      const actor = currentActor()?.accountId ?? 'system'
      for (const { segment, number } of audit.standing.findings)
        audit.record({ type: 'book-read', actor, component: 'window', extra: { segment, line: number } })
      return register.state()
    },
    exportAudit: (asked) => exportRows(parts, asked),
    // The gate tells of it, as of every act.
    paperTaken: async () => ({}),
    clinicIdentity: async () => identity(),
    setClinicIdentity: async (given) => {
      await session.changeSettings((settings) => ({ ...settings, identity: given }))
      return identity()
    },
  }
}

function identityIn(session: Session): ClinicIdentity {
  const { clinicName, identity } = session.requireSettings()
  return { name: clinicName, cnpj: identity?.cnpj ?? null, cnes: identity?.cnes ?? null }
}

async function exportRows(
  { audit, session, clock, version }: Parts,
  { targetFolder, language, fromMs, toMs }: Parameters<Calls['exportAudit']>[0],
): Promise<{ folder: string; lines: number }> {
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
  const stamp: ExportStamp = { clinic: identityIn(session), version, madeAtMs: clock.nowMs(), language }
  const day = new Date(stamp.madeAtMs).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-')
  const folder = path.join(targetFolder, `Livro de registro ${day}`)
  await mkdir(folder).catch((cause: unknown) => fail('REST_103', {}, { cause }))
  await writePapers(folder, rows, stamp)
  return { folder, lines: rows.length }
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
