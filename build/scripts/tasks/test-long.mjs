// `npm run test:long -- --minutes 60`: the fault suite, the properties and the fuzzer for as long as asked, with dice never thrown before;
// real disks of every format; the .deb installed, used and removed; and what was survived.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureFileSystems } from '../setup/file-systems.mjs'
import { CACHE, ROOT } from '../setup/paths.mjs'
import { ensurePeers } from '../setup/peers.mjs'
import { runProgram } from '../setup/program.mjs'
import { SetupError, say } from '../setup/say.mjs'
import { openSession, sessionNeeds } from '../setup/session.mjs'
import { desktopEnvironment, prepareRuntime } from './desktop.mjs'

const DEFAULT_MINUTES = 10
/** The rest is for the parsers. */
const FAULT_SHARE = 0.7
const PROPERTY_SHARE = 0.15

function minutesIn(args) {
  const usage = 'usage: npm run test:long -- [--minutes N]'
  try {
    const { values } = parseArgs({ args, options: { minutes: { type: 'string' } } })
    const minutes = Number(values.minutes ?? DEFAULT_MINUTES)
    if (minutes > 0) return minutes
  } catch {
    // told below
  }
  throw new SetupError(usage)
}

export async function prepare(args) {
  const minutes = minutesIn(args)
  const ready = await prepareRuntime(sessionNeeds('test'))
  for (const { peer, reason } of await ensurePeers()) say(`${peer.name} could not be had: ${reason}`)
  const noFileSystems = await ensureFileSystems()
  if (noFileSystems !== undefined) say(`exFAT and NTFS could not be had: ${noFileSystems}`)
  return { ...ready, minutes }
}

export async function run(_args, { minutes, ...ready }) {
  const { node } = ready
  const tally = join(CACHE, 'reports', 'survived.jsonl')
  mkdirSync(join(CACHE, 'reports'), { recursive: true })
  rmSync(tally, { force: true })
  const properties = propertiesIn(ROOT)
  const count = properties.reduce((sum, file) => sum + file.count, 0)
  const env = {
    ...process.env,
    FAULT_MINUTES: String(minutes * FAULT_SHARE),
    PROPERTY_SECONDS: String((minutes * 60 * PROPERTY_SHARE) / count),
    FUZZ_MINUTES: String(minutes * (1 - FAULT_SHARE - PROPERTY_SHARE)),
    FAULT_TALLY: tally,
  }
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  // one file after the other, so that the minutes are what was asked for and nobody's kills wait for somebody's sums
  const args = [
    'run',
    '--project=unit',
    '--project=integration',
    '--project=long',
    '--no-file-parallelism',
    'test/faults/',
    'test/fuzz/',
    'test/package/',
    'test/network/rest.test.ts',
    'test/network/webdav.test.ts',
    'test/volumes/',
    'test/rotation/',
    ...properties.map(({ file }) => file),
  ]
  const code = await runProgram(node, [vitest, ...args], { cwd: ROOT, env })
  const gallery = await lookAtGallery(ready)
  const lines = existsSync(tally) ? readFileSync(tally, 'utf8').trim().split('\n') : []
  process.stdout.write(`\n${summary(lines.map((line) => JSON.parse(line)))}\n`)
  return code === 0 ? gallery : code
}

/** `npm test` looks at the fullest scenes only. */
async function lookAtGallery(ready) {
  const session = await openSession(ready.needs)
  try {
    const env = { ...desktopEnvironment(ready, session), GALLERY: 'all' }
    const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js')
    return await runProgram(ready.node, [cli, 'test', 'gallery', '--reporter=list'], { cwd: ROOT, env })
  } finally {
    await session.stop()
  }
}

/** Every test file that tries properties, and how many it tries. */
export function propertiesIn(folder) {
  const names = (room) => readdirSync(join(folder, room), { recursive: true }).map((name) => join(room, name))
  const files = ['shared', 'electron', 'renderer', 'test'].flatMap(names).filter((file) => /\.test\.tsx?$/.test(file))
  return files.sort().flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    const count = text.split('fc.assert(').length - 1
    return count > 0 ? [{ file, count }] : []
  })
}

/** @param {readonly {name: string, survived: string, count: number, first?: number, last?: number}[]} campaigns that held; first and last are seeds */
export function summary(campaigns) {
  if (campaigns.length === 0) return 'no campaign came to its end'
  const sums = new Map()
  for (const { survived, count } of campaigns) sums.set(survived, (sums.get(survived) ?? 0) + count)
  const rows = campaigns.map(({ name, survived, count, first, last }) => {
    const seeds = first === undefined ? '' : `, seeds ${first} to ${last}`
    return `  ${name}: ${count} ${survived}${seeds}`
  })
  const total = [...sums].map(([survived, count]) => `${count} ${survived}`).join(', ')
  return [...rows, `survived: ${total}`].join('\n')
}
