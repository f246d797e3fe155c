import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { openCatalog } from '#engine/catalog/index.ts'
import { enginePartsOf, type Seen, signOf } from '#engine/diagnosis/index.ts'
import { systemRandom, writeNewFile } from '#engine/kernel/index.ts'
import { settingsFile } from '#engine/settings/index.ts'
import { derivedKey } from '#engine/vault/index.ts'
import { engineContract } from '#shared/contracts/index.ts'
import {
  bodyOf,
  cleanLogLine,
  type Diagnosis,
  type DiagnosisBody,
  type DiagnosisPart,
  diagnosisName,
  diagnosisPartSchema,
  diagnosisText,
  goingParts,
} from '#shared/diagnosis/index.ts'
import { accountRoleSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Command, Context } from '../context.ts'
import { dataFolder } from '../data-folder.ts'
import { VERSION } from '../version.ts'

const MOST_FACTS = 200
const MOST_OF_A_KIND = 30
const MOST_LINES = 200
const CALLS: ReadonlySet<string> = new Set(Object.keys(engineContract))

/**
 * The technician's packet (decision 0041) out of what lies on this computer, also where the app does not start. What only a running app knows
 * (places just now, hours, notices) is not in it.
 */
export const diagnose: Command = async (context) => {
  const { output, language, values, clock } = context
  const folder = dataFolder(context)
  if (!(await stat(folder).catch(() => undefined))?.isDirectory()) fail('APP_002', { detail: '--data' })
  const without = withoutParts(values.text('without'))
  const clinicKey = await clinicKeyOf(context)
  const key = clinicKey ?? systemRandom.bytes(32)
  const parts = [
    ...(await computerParts(context, folder)),
    ...enginePartsOf(await seenIn(folder), (name) => signOf(key, name)),
  ]
  const order = diagnosisPartSchema.options
  const diagnosis: Diagnosis = {
    madeAtMs: Math.round(clock.nowMs()),
    signs: clinicKey === undefined ? 'packet' : 'clinic',
    parts: parts.toSorted((left, right) => order.indexOf(left.part) - order.indexOf(right.part)),
  }
  const text = diagnosisText(diagnosis, without, language)
  if (values.isOn('preview')) {
    output.line(text)
    return 'done'
  }
  const file = path.join(path.resolve(values.text('target') ?? '.'), diagnosisName(diagnosis))
  await writeNewFile(file, text)
  const going = goingParts(diagnosis, without).map(({ part }) => part)
  if (output.isJson) output.json({ message_type: 'summary', file, parts: going, bytes: Buffer.byteLength(text) })
  output.say('packetWritten', { file })
  return 'done'
}

function withoutParts(typed: string | undefined): DiagnosisPart[] {
  const named = (typed ?? '').split(',').filter((part) => part !== '')
  return named.map((part) => diagnosisPartSchema.safeParse(part).data ?? fail('APP_002', { detail: '--without' }))
}

/** With the vault open, signs are those of the clinic's other packets. */
async function clinicKeyOf(context: Context): Promise<Uint8Array | undefined> {
  if (!context.isVaultNamed) return undefined
  return context.withVault(async (vault) => derivedKey(vault, 'diagnosis-signs'))
}

async function computerParts({ language }: Context, folder: string): Promise<DiagnosisBody[]> {
  const { platform, arch } = process
  return [
    bodyOf('app', { app: VERSION, node: process.versions.node, language, platform, arch, isCommandLine: true }),
    bodyOf('computer', {
      cpus: os.availableParallelism(),
      totalMemoryBytes: os.totalmem(),
      freeMemoryBytes: os.freemem(),
      uptimeSeconds: Math.round(os.uptime()),
    }),
    bodyOf('lines', await linesBeside(folder)),
  ]
}

/** The newest lines that the app wrote for a technician, in the folder beside its data. */
async function linesBeside(folder: string) {
  const log = path.join(folder, '..', 'logs', 'salvaguarda.log')
  const texts = await Promise.all([`${log}.1`, log].map((file) => readFile(file, 'utf8').catch(() => '')))
  return texts.flatMap((text) => text.split('\n').flatMap((line) => cleanLogLine(line, CALLS) ?? [])).slice(-MOST_LINES)
}

/** What does not read is left out: a packet is asked for when something is broken. */
async function seenIn(folder: string): Promise<Seen> {
  const settings = await settingsFile(path.join(folder, 'settings.json'))
    .load()
    .catch(() => undefined)
  return {
    version: VERSION,
    settings,
    people: await rolesIn(path.join(folder, 'people.json')),
    ...(await toldIn(folder)),
    program: { node: process.versions.node },
  }
}

const peopleSchema = z.object({ people: z.array(z.object({ role: accountRoleSchema, isActive: z.boolean() })) })

async function rolesIn(file: string): Promise<Record<string, number> | undefined> {
  try {
    const { people } = peopleSchema.parse(JSON.parse(await readFile(file, 'utf8')))
    const here = Map.groupBy(
      people.filter(({ isActive }) => isActive),
      ({ role }) => role,
    )
    return Object.fromEntries([...here].map(([role, known]) => [role, known.length]))
  } catch {
    return undefined
  }
}

/** What the catalogue has of late. A copy of it is read: the app may be writing, and this may be a newer program than the app. */
async function toldIn(folder: string): Promise<Partial<Seen>> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'salvaguarda-'))
  try {
    const [here, there] = [path.join(folder, 'catalog.db'), path.join(scratch, 'catalog.db')]
    await copyFile(here, there)
    await copyFile(`${here}-wal`, `${there}-wal`).catch(() => undefined)
    const { size: bytes } = await stat(here)
    const catalog = openCatalog(there)
    try {
      const newest = catalog.newestSeq()
      const of = (kind: Parameters<typeof catalog.newestFacts>[0]) => catalog.newestFacts(kind, MOST_OF_A_KIND)
      return {
        facts: [...catalog.factsAfter(Math.max(0, newest - MOST_FACTS))].toReversed(),
        copyFacts: of('copy-finished'),
        failures: of('job-failed'),
        drillFacts: [...of('drill-finished'), ...of('silent-drill-finished')],
        catalogue: { origin: catalog.origin, copies: catalog.countCopies(), facts: newest, bytes },
      }
    } finally {
      catalog.close()
    }
  } catch {
    return {}
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
