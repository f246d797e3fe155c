import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { type Clock, systemClock } from '#engine/kernel/index.ts'
import { type MemoryHost, memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'

/** A PNG of noise, whole. */
export function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let at = 0; at < rows.length; at++) rows[at] = at % (1 + width * 3) === 0 ? 0 : (at * 2_654_435_761) >>> 24
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A PDF with a signature whose sum fits its bytes; the rest of the signature is not there, because nobody here reads it. */
export function signedPdf(text: string): Buffer {
  const room = 200
  const build = (digest: Buffer, range: string) => {
    const attribute = Buffer.concat([Buffer.from('06092a864886f70d01090431220420', 'hex'), digest])
    const hex = attribute.toString('hex').padEnd(room, '0')
    return `%PDF-1.7\n% ${text}\n<< /Type /Sig /ByteRange [${range}] /Contents <${hex}> >>\n%%EOF\n`
  }
  const blank = build(Buffer.alloc(32), ' '.repeat(40))
  const from = blank.indexOf('/Contents ') + '/Contents '.length
  const to = from + room + 2
  const range = `0 ${from} ${to} ${blank.length - to}`.padEnd(40)
  const covered = build(Buffer.alloc(32), range)
  const digest = createHash('sha256').update(covered.slice(0, from)).update(covered.slice(to)).digest()
  return Buffer.from(build(digest, range), 'latin1')
}

/** The computer's clock and the one that only goes forward; the test may let time pass, or set the first. */
export function testTimes(nowMs = Date.parse('2026-11-22T09:00:00-03:00')) {
  const ahead = { wallMs: nowMs - Date.now(), steadyMs: 0 }
  const clock: Clock = {
    ...systemClock,
    nowMs: () => Date.now() + ahead.wallMs,
    nowNs: () => BigInt(Math.round(Date.now() + ahead.wallMs)) * 1_000_000n,
  }
  return {
    clock,
    monotonicMs: () => performance.now() + ahead.steadyMs,
    pass(ms: number) {
      ahead.wallMs += ms
      ahead.steadyMs += ms
    },
    setClockBy(ms: number) {
      ahead.wallMs += ms
    },
  }
}

export type DrillClinic = {
  readonly root: string
  readonly at: (...names: string[]) => string
  readonly words: string
  readonly host: MemoryHost
  running: RunningEngine
  /** The engine goes away, as it does at a power cut, and comes back with the same data. */
  again(): Promise<RunningEngine>
  wipe(): Promise<void>
}

/** A clinic with documents, pictures, a signed PDF and a database, copied once to one folder that stands for a disk. */
export async function drillClinic(
  times = testTimes(),
  isAutomatic = false,
): Promise<DrillClinic & { times: typeof times }> {
  const root = await mkdtemp(path.join(tmpdir(), 'ensaio é '))
  const at = (...names: string[]) => path.join(root, ...names)
  await mkdir(at('Clínica', 'Pacientes', 'Ana'), { recursive: true })
  await mkdir(at('HD externo'))
  await writeFile(at('Clínica', 'Pacientes', 'Ana', 'foto.png'), png(40, 30))
  await writeFile(at('Clínica', 'Pacientes', 'Ana', 'laudo.pdf'), signedPdf('Laudo de Ana'))
  await writeFile(at('Clínica', 'Pacientes', 'Ana', 'anamnese.txt'), 'Sem alergias.')
  const db = new Database(at('Clínica', 'agenda.db'))
  db.exec('CREATE TABLE consultas (id INTEGER PRIMARY KEY, quando TEXT); CREATE TABLE salas (nome TEXT)')
  for (let day = 1; day <= 40; day++) db.prepare('INSERT INTO consultas (quando) VALUES (?)').run(`2026-11-${day}`)
  db.prepare('INSERT INTO salas VALUES (?)').run('Sala 1')
  db.close()
  const host = memoryHost()
  const options = { dataFolder: at('dados'), host, clock: times.clock, monotonicMs: times.monotonicMs, isAutomatic }
  const running = await runEngine(options)
  const { kitWords } = await setUpClinic(running.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [
      { kind: 'folder', path: at('Clínica', 'Pacientes'), label: 'Prontuários' },
      { kind: 'sqlite', path: at('Clínica', 'agenda.db'), label: 'Agenda' },
    ],
    destinationPath: at('HD externo'),
  })
  await running.engine.idle()
  const clinic = {
    ...{ root, at, words: kitWords.join(' '), host, running, times },
    async again() {
      await clinic.running.close()
      clinic.running = await runEngine(options)
      return clinic.running
    },
    async wipe() {
      await clinic.running.close()
      await rm(root, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  return clinic
}
