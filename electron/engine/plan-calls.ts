import path from 'node:path'
import type { Audit } from '#engine/audit/index.ts'
import type { Catalog } from '#engine/catalog/index.ts'
import type { InventoryBook } from '#engine/inventory/index.ts'
import type { Clock, Log, Random } from '#engine/kernel/index.ts'
import { ClinicPlan, type PlanParts } from '#engine/plan/index.ts'
import { type DiskBook, type Rotation, sealsOf } from '#engine/rotation/index.ts'
import type { Session } from '#engine/session/index.ts'
import type { Tablets } from '#engine/tablets/index.ts'
import type { Evidence, Overview } from '#shared/contracts/index.ts'
import type { KitState } from '#shared/domain/index.ts'
import { diskEvidenceOf } from './disk-calls.ts'

type Parts = {
  readonly dataFolder: string
  readonly session: Session
  readonly catalog: Catalog
  readonly rotation: Rotation
  readonly disks: DiskBook
  readonly kit: () => KitState
  readonly overview: () => Promise<Overview>
  readonly people: PlanParts['people']
  readonly inventory: Pick<InventoryBook, 'now'>
  readonly tablets: Pick<Tablets, 'view'>
  readonly drills: PlanParts['drills']
  readonly audit: Pick<Audit, 'page' | 'head' | 'standing'>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/** Puts the clinic's plan on the other rooms; an incident opens by itself when a disk is reported lost. */
export async function openPlan(parts: Parts): Promise<ClinicPlan & { close(): void }> {
  const { dataFolder, session, catalog, rotation, disks } = parts
  const plan = await ClinicPlan.open({
    ...parts,
    file: path.join(dataFolder, 'plan.json'),
    disks: () => rotation.view(),
    inventory() {
      const { inboxPath, tablets } = parts.tablets.view()
      return { items: parts.inventory.now.items, inboxPath, tablets: tablets.map(({ tabletId }) => tabletId) }
    },
    diskLines() {
      const seals = sealsOf(disks.entries)
      return disks.entries.map((entry, at) => ({ entry, seal: seals[at] ?? '' }))
    },
    diskEvidence: (diskId) => diskEvidenceOf({ rotation, session }, diskId),
    register: (fromMs, toMs) => registerOf(parts.audit, fromMs, toMs),
  })
  void plan.incidents.lookForLostDisks()
  const close = catalog.onFact((fact) => {
    if (fact.kind === 'disk-changed' && fact.what === 'lost') void plan.incidents.lookForLostDisks()
  })
  return Object.assign(plan, { close })
}

const PAGE = 500

/** How many lines of each kind the register has of a time, and its newest hash. */
function registerOf(audit: Parts['audit'], fromMs: number, toMs: number): Evidence['register'] {
  const { head, standing } = audit
  if (head.number === 0) return null
  const lines: Record<string, number> = {}
  for (let place: number | null | undefined; place !== null; ) {
    const found = audit.page({ fromMs, toMs, beforePlace: place }, PAGE)
    for (const { type } of found.rows) lines[type] = (lines[type] ?? 0) + 1
    place = found.nextPlace
  }
  return { lines, head: head.hash, problems: standing.findings.length }
}
