import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Catalog } from '#engine/catalog/index.ts'
import {
  enginePartsOf,
  findSign,
  type Packet,
  Packets,
  type Seen,
  shellPartsOf,
  signOf,
} from '#engine/diagnosis/index.ts'
import type { Clock, Random } from '#engine/kernel/index.ts'
import { type EmailParts, type NoticeKeeper, sendPacket } from '#engine/notices/index.ts'
import type { People } from '#engine/people/index.ts'
import { isFar, type Session } from '#engine/session/index.ts'
import type { AuditState, diagnosisCalls, Overview } from '#shared/contracts/index.ts'
import {
  type Diagnosis,
  type DiagnosisPart,
  diagnosisName,
  diagnosisPartSchema,
  diagnosisText,
  goingParts,
} from '#shared/diagnosis/index.ts'
import type { DueWork } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

type Parts = {
  readonly dataFolder: string
  readonly version: string
  readonly session: Session
  readonly catalog: Catalog
  readonly clock: Clock
  readonly random: Random
  readonly people: Pick<People, 'list'>
  readonly notices: {
    readonly keeper: Pick<NoticeKeeper, 'notices' | 'settings'>
    readonly mailPassword: EmailParts['password']
  }
  readonly overview: () => Promise<Overview>
  readonly due: () => DueWork[]
  readonly register: { state(): AuditState; readonly signKey: Uint8Array | undefined }
}

const MOST_FACTS = 200
const MOST_OF_A_KIND = 30
/** A part that does not answer by then is left out: whoever calls for help does not wait for what is broken. */
const PATIENCE_MS = 3000
const LOOP_LOOK_MS = 250

/** "Chamar o técnico": what helps him, put together, sent where a person said so, and what a sign in it means. */
export function diagnosisHandlers(parts: Parts): Handlers<typeof diagnosisCalls> {
  const { session, catalog, clock, random, people, register } = parts
  const { keeper, mailPassword } = parts.notices
  const packets = new Packets()
  /** Before the vault was open once, signs hold for this start. */
  const ownKey = random.bytes(32)
  const key = () => register.signKey ?? ownKey
  const packetOf = (packetId: string): Packet => packets.find(packetId) ?? fail('IPC_002')
  const told = (how: 'saved' | 'sent', { diagnosis, language }: Packet, without: readonly DiagnosisPart[]) => {
    const text = Buffer.from(diagnosisText(diagnosis, without, language))
    const going = goingParts(diagnosis, without).length
    catalog.commitFact({ kind: 'diagnosis-made', how, parts: going, bytes: text.length })
    return text
  }
  const addresses = () => {
    const { mailServer, emails } = keeper.settings
    return mailServer === null ? [] : [...new Set(emails.technician)]
  }
  return {
    async makeDiagnosis({ language, shell }) {
      const signs = register.signKey === undefined ? 'packet' : 'clinic'
      const secret = key()
      const all = [...shellPartsOf(shell), ...enginePartsOf(await seenBy(parts), (name) => signOf(secret, name))]
      const order = diagnosisPartSchema.options
      const sorted = all.toSorted((left, right) => order.indexOf(left.part) - order.indexOf(right.part))
      const diagnosis: Diagnosis = { madeAtMs: Math.round(clock.nowMs()), signs, parts: sorted }
      const { packetId } = packets.keep({ packetId: random.uuid(), diagnosis, language })
      return { packetId, diagnosis }
    },
    technicianAddress: async () => ({ to: addresses() }),
    async diagnosisSaved({ packetId, without }) {
      told('saved', packetOf(packetId), without)
      return {}
    },
    async sendDiagnosis({ packetId, without }, signal) {
      const packet = packetOf(packetId)
      const to = addresses()
      if (to.length === 0) fail('NOTE_103')
      const { diagnosis, language } = packet
      const text = diagnosisText(diagnosis, without, language)
      const clinicName = session.settings?.clinicName ?? 'Salvaguarda'
      await sendPacket(
        { password: mailPassword },
        keeper.settings,
        { to, clinicName, id: packetId, language, name: diagnosisName(diagnosis), text },
        signal,
      )
      const bytes = told('sent', packet, without)
      return { to, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
    },
    whatIsSign: async ({ sign }) => ({ found: findSign(key(), sign, session.settings, people.list()) }),
  }
}

async function seenBy(parts: Parts): Promise<Seen> {
  const { catalog, clock, session, register } = parts
  const { keeper } = parts.notices
  const loop = monitorEventLoopDelay({ resolution: 10 })
  loop.enable()
  const soon = <T>(work: Promise<T>): Promise<T | undefined> =>
    Promise.race([work.catch(() => undefined), clock.sleep(PATIENCE_MS).then(() => undefined)])
  const [overview, locks, bytes] = await Promise.all([
    soon(parts.overview()),
    soon(locksOf(session)),
    soon(stat(path.join(parts.dataFolder, 'catalog.db')).then(({ size }) => size)),
    clock.sleep(LOOP_LOOK_MS),
  ])
  loop.disable()
  const { rss, heapUsed } = process.memoryUsage()
  const newest = catalog.newestSeq()
  return {
    ...{ version: parts.version, overview, locks, settings: session.settings },
    ...{ notices: keeper.notices, noticeSettings: keeper.settings, due: parts.due(), register: register.state() },
    people: Object.fromEntries(countedRoles(parts.people.list())),
    facts: [...catalog.factsAfter(Math.max(0, newest - MOST_FACTS))].toReversed(),
    copyFacts: catalog.newestFacts('copy-finished', MOST_OF_A_KIND),
    failures: catalog.newestFacts('job-failed', MOST_OF_A_KIND),
    drillFacts: [
      ...catalog.newestFacts('drill-finished', MOST_OF_A_KIND),
      ...catalog.newestFacts('silent-drill-finished', MOST_OF_A_KIND),
    ],
    catalogue: { origin: catalog.origin, copies: catalog.countCopies(), facts: newest, bytes: bytes ?? null },
    program: {
      node: process.versions.node,
      uptimeSeconds: Math.round(process.uptime()),
      memoryBytes: rss,
      heapBytes: heapUsed,
      loopDelayMeanMs: msOf(loop.mean),
      loopDelayMaxMs: msOf(loop.max),
    },
  }
}

const msOf = (nanoseconds: number) => (Number.isFinite(nanoseconds) ? Math.round(nanoseconds / 1e5) / 10 : 0)

function countedRoles(people: ReturnType<People['list']>): Map<string, number> {
  const counted = new Map<string, number>()
  for (const { role, isActive } of people) if (isActive) counted.set(role, (counted.get(role) ?? 0) + 1)
  return counted
}

/** Of the places that need no network. */
async function locksOf(session: Session): Promise<Map<string, number | null>> {
  const { settings } = session
  const near = settings ? [settings.vault, ...settings.replicas].filter((replica) => !isFar(replica)) : []
  const counted = near.map(async ({ id, place }): Promise<[string, number | null]> => {
    try {
      const backend = await session.openPlace(place)
      return [
        id,
        await backend
          .list('lock')
          .then((found) => found.length)
          .finally(() => backend.close()),
      ]
    } catch {
      return [id, null]
    }
  })
  return new Map(await Promise.all(counted))
}
