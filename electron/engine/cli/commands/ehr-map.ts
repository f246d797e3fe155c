import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { systemRandom } from '#engine/kernel/index.ts'
import { discover, openCopy, type Proposal } from '#engine/records/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Command, Context } from '../context.ts'
import { visible } from '../entry-line.ts'

/** Proposes where a database nobody knows keeps what belongs to one patient. Names of tables and columns; no value of any row is printed. */
export const ehrMap: Command = async (context) => {
  if (context.word(0, 'discover') !== 'discover') fail('APP_002', { detail: 'discover' })
  const file = path.resolve(context.word(1, context.language === 'en' ? 'FILE' : 'ARQUIVO'))
  const { size } = (await stat(file).catch(() => undefined)) ?? fail('DB_105')
  const scratchFolder = await mkdtemp(path.join(os.tmpdir(), 'salvaguarda-ehr-'))
  try {
    const copy = await openCopy(counted(createReadStream(file), size, context), {
      scratchFolder,
      random: systemRandom,
      signal: context.signal,
      ...(await logOf(file)),
    })
    try {
      const proposal = discover(copy.db, copy.schema, context.values.text('table'))
      if (context.output.isJson) context.output.json(proposal)
      else tell(context, proposal)
      const target = context.values.text('write')
      if (target !== undefined) await write(target, proposal)
    } finally {
      await copy.close()
    }
  } finally {
    await rm(scratchFolder, { recursive: true, force: true })
  }
  return 'done'
}

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  size: number,
  { output }: Context,
): AsyncGenerator<Uint8Array> {
  let done = 0
  for await (const block of bytes) {
    done += block.length
    output.progress(done, size)
    yield block
  }
}

/** What a SQLite file in use has not taken in yet. */
async function logOf(file: string): Promise<{ readonly log?: AsyncIterable<Uint8Array> }> {
  const log = await stat(`${file}-wal`).catch(() => undefined)
  return log && log.size > 0 ? { log: createReadStream(`${file}-wal`) } : {}
}

async function write(target: string, { map }: Proposal): Promise<void> {
  await writeFile(target, `${JSON.stringify(map, null, 2)}\n`, { flag: 'wx' }).catch((cause) =>
    fail('REST_103', {}, { cause }),
  )
}

function tell({ output }: Context, { map, candidates, tables, sections, files, suspicious, others }: Proposal): void {
  const { patient } = map
  const line = (text: string) => output.line(visible(text))
  output.say('mapPatient', { table: visible(patient.table), key: visible(patient.key.join(' + ')) })
  for (const [word, columns] of [
    ['mapName', patient.name],
    ['mapCpf', patient.cpf],
    ['mapBirth', patient.birth],
    ['mapSex', patient.sex],
  ] as const)
    output.say(word, { columns: visible([columns ?? '—'].flat().join(', ')) })
  for (const { table, on } of patient.joins ?? [])
    output.say('mapJoin', { table: visible(table), on: visible(pairs(on)) })
  output.say('mapCandidates')
  for (const { table, points, traits, inbound } of candidates)
    line(`  ${points.toFixed(1).padStart(5)}  ${table}  (${traits.join(', ')}; ← ${inbound})`)
  output.say('mapFound', { found: sections.length, tables })
  for (const { table, links } of sections) {
    const section = map.sections.find((one) => one.table === table)
    line(`  ${table}: ${section?.title ?? ''} [${section?.fhir ?? 'Basic'}]`)
    for (const { link, evidence } of links) {
      const digits = link.compare === 'digits' ? ' 0-9' : ''
      const share =
        evidence.kind === 'declared' || evidence.share === null ? '' : ` ${Math.round(evidence.share * 100)} %`
      const why = evidence.kind === 'declared' ? 'FK' : `${evidence.kind === 'name' ? '~' : '≈'}${share}${digits}`
      line(`      ${pairs(link.on)} → ${link.to}  (${why})`)
    }
    for (const { column, table: to, show } of section?.lookups ?? []) line(`      ${column} = ${to}.${show}`)
  }
  output.say('mapLegend')
  output.say('mapFiles', { count: files.length })
  for (const { table, column, kind } of files) line(`  ${table}.${column} (${kind})`)
  output.say('mapMissed', { count: suspicious.length })
  for (const { table, columns, why } of suspicious) line(`  ${table}: ${columns.join(', ')} (${why})`)
  output.say('mapOthers', { count: others.length })
  if (others.length > 0) line(`  ${others.join(', ')}`)
  output.say('mapUnconfirmed')
}

const pairs = (on: readonly (readonly [string, string])[]): string =>
  on.map(([own, theirs]) => (own === theirs ? own : `${own}=${theirs}`)).join(' + ')
