import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CopyEntry, openCatalog } from '../index.ts'
import { copyOfDay, hash } from './entries.ts'

/** Prints how the catalogue does with many files: `node electron/engine/catalog/test-support/bench.ts [files]`. */
const count = Number(process.argv[2] ?? 1_000_000)
const FIRST = ['Ana', 'Bruno', 'Conceição', 'Débora', 'Érica', 'Fábio', 'Gonçalo', 'Helena', 'Íris', 'João']
const LAST = ['Silva', 'Araújo', 'Sá', 'Gonçalves', 'Müller', 'Conceição', 'Brandão', 'Pacheco', 'Luz', 'Assunção']
const KINDS = ['Foto antes', 'Foto depois', 'Laudo', 'Receita', 'Contrato', 'Recibo']

async function* clinic(changed: number): AsyncGenerator<CopyEntry> {
  for (let i = 0; i < count; i++) {
    const patient = Math.floor(i / 40)
    const name = `${FIRST[patient % 10]} ${LAST[Math.floor(patient / 10) % 10]} ${patient}`
    yield {
      path: `/home/clínica/Pacientes/${name}/${2015 + (i % 10)}/${KINDS[i % 6]} ${i}.jpg`,
      sizeBytes: 300_000 + i,
      modifiedAtMs: i,
      contentKey: hash(i < changed ? `novo ${i}` : `${i}`),
      kind: 'file',
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'catálogo '))
const path = join(folder, 'catálogo.db')
const say = (what: string, value: string) => process.stdout.write(`${what.padEnd(44)} ${value}\n`)
try {
  const catalog = openCatalog(path)
  let longestMs = 0
  let last = performance.now()
  const beat = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last)
    last = performance.now()
  }, 1)
  for (const [what, day, changed] of [
    ['first copy', 1, 0],
    ['second copy, 1000 changed', 2, 1000],
  ] as const) {
    longestMs = 0
    const started = performance.now()
    await catalog.recordCopy(copyOfDay(day), clinic(changed))
    say(
      `${what}: recorded`,
      `${((performance.now() - started) / 1000).toFixed(1)} s, longest pause ${longestMs.toFixed(0)} ms`,
    )
  }
  clearInterval(beat)
  for (const text of ['conceição araújo', 'foto', 'a', 'laudo 2019 silva', 'brandao 4321', 'inexistente']) {
    const started = performance.now()
    const found = catalog.searchFiles(text, 50).length
    say(`search "${text}"`, `${(performance.now() - started).toFixed(0)} ms, ${found} shown`)
  }
  catalog.close()
  say(`size for ${count} files`, `${(statSync(path).size / 1e6).toFixed(0)} MB`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
