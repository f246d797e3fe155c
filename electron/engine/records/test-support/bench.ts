import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { systemRandom } from '#engine/kernel/index.ts'
import { discover, extractRecord, openCopy, recount } from '../index.ts'

// `node electron/engine/records/test-support/bench.ts [MB]`: how long one patient out of a server's dump takes. Prints CPU seconds, not wall time.

const PATIENTS = 8000
const NOTE =
  'Refere melhora da dor lombar após fisioterapia; mantém a medicação. Conduta: retorno em 30 dias, exames pedidos. '.repeat(
    3,
  )

/** About this many bytes of a dump: patients, and notes that hang on them. */
async function* dump(kind: 'postgresql' | 'mariadb', bytes: number): AsyncGenerator<Uint8Array> {
  const isCopy = kind === 'postgresql'
  yield Buffer.from(
    `-- ${isCopy ? 'PostgreSQL database' : 'MariaDB'} dump\nCREATE TABLE pacientes (id integer NOT NULL, nome text, cpf text, nascimento date, PRIMARY KEY (id));
CREATE TABLE evolucoes (id integer NOT NULL, paciente_id integer REFERENCES pacientes (id), texto text, PRIMARY KEY (id));\n`,
  )
  const row = (table: string, cells: readonly string[]) =>
    isCopy
      ? `${cells.join('\t')}\n`
      : `INSERT INTO \`${table}\` VALUES (${cells.map((cell) => `'${cell}'`).join(',')});\n`
  const patient = (id: number) =>
    row('pacientes', [String(id), `Pessoa Nº ${id} da Conceição`, String(10_000_000_000 + id), '1980-01-02'])
  const patients = Array.from({ length: PATIENTS }, (_none, index) => patient(index + 1)).join('')
  yield Buffer.from(isCopy ? `COPY pacientes FROM stdin;\n${patients}\\.\nCOPY evolucoes FROM stdin;\n` : patients)
  for (let [id, made] = [1, 0]; made < bytes; ) {
    let text = ''
    for (let rows = 0; rows < 500; rows++, id++)
      text += row('evolucoes', [String(id), String(1 + (id % PATIENTS)), `${NOTE}${id}`])
    const block = Buffer.from(text)
    made += block.length
    yield block
  }
  if (isCopy) yield Buffer.from('\\.\n')
}

const megabytes = Number(process.argv[2] ?? 100)
const scratchFolder = await mkdtemp(path.join(os.tmpdir(), 'salvaguarda-bench-'))
try {
  for (const kind of ['postgresql', 'mariadb'] as const) {
    let last = process.cpuUsage()
    const lap = () => {
      const { user, system } = process.cpuUsage(last)
      last = process.cpuUsage()
      return `${((user + system) / 1e6).toFixed(1)} s`
    }
    const copy = await openCopy(dump(kind, megabytes * 1e6), { scratchFolder, random: systemRandom })
    const opened = lap()
    const { map } = discover(copy.db, copy.schema)
    const discovered = lap()
    const extract = extractRecord(copy.db, copy.schema, map, ['77'])
    const extracted = lap()
    const { isSame } = recount(copy.db, copy.schema, map, extract)
    process.stdout.write(
      `${kind} ${megabytes} MB: opened ${opened}, map proposed ${discovered}, record ${extracted}, recounted ${lap()} (${isSame ? 'same' : 'NOT THE SAME'})\n`,
    )
    await copy.close()
  }
} finally {
  await rm(scratchFolder, { recursive: true, force: true })
}
