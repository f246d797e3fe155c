import { randomBytes } from 'node:crypto'
import { chmod, link, lutimes, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { run } from '../cli.ts'
import { compareTrees } from '../demo/compare-trees.ts'

/** A place for one test, with blanks and accents in its name. */
export async function makePlace(): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'Clínica São João '))
  onTestFinished(() => rm(place, { recursive: true, force: true }))
  return place
}

/** A clinic's folder with everything that is legal on Linux and awkward somewhere: names, sizes, modes, dates, links. */
export async function makeHostileFolder(path: string): Promise<void> {
  const inside = (...names: string[]) => join(path, ...names)
  await mkdir(inside('Fotos <2026> & "cia"', 'vazia'), { recursive: true })
  await writeFile(inside('Fotos <2026> & "cia"', 'série.raw'), randomBytes(3_000_000))
  await writeFile(inside('Fotos <2026> & "cia"', 'zeros.bin'), Buffer.alloc(1_300_000))
  await writeFile(inside('Fotos <2026> & "cia"', 'vazio.jpg'), '')
  const names = [
    'é'.normalize('NFC'),
    'é'.normalize('NFD'),
    '😀',
    '\uff21',
    'a\\b',
    'x'.repeat(255),
    'ponto.',
    ' ',
    '-rf',
  ]
  for (const name of [...names, 'nbsp\u00a0', 'linha\nnova', 'tab\t"', "aspas'", 'LAUDO.txt', 'laudo.txt'])
    await writeFile(inside(name), `conteúdo de ${JSON.stringify(name)}`)
  for (const name of ['latim-\xe9.txt', '\xff\xfe'])
    await writeFile(Buffer.concat([Buffer.from(`${path}/`), Buffer.from(name, 'latin1')]), name)
  await symlink('../<fora> & "longe"', inside('atalho quebrado'))
  await symlink('laudo.txt', inside('atalho'))
  await link(inside('laudo.txt'), inside('segundo nome'))
  await chmod(inside('laudo.txt'), 0o4750)
  await chmod(inside('Fotos <2026> & "cia"', 'vazia'), 0o1777)
  await chmod(inside('ponto.'), 0o400)
  await utimes(inside('ponto.'), 1_500_000_000.25, 1_500_000_000.25)
  await utimes(inside('é'.normalize('NFC')), -86_400, -86_400)
  await lutimes(inside('atalho'), 1_400_000_000, 1_400_000_000)
  await utimes(inside('Fotos <2026> & "cia"'), 1_300_000_000, 1_300_000_000)
}

/** Node sets times as floating point seconds: a quarter of a microsecond today. */
const OUR_TIME_TOLERANCE_NS = 1_000n

/**
 * What differs between a folder and what came back of it: names as bytes, bytes, modes, dates, links. Empty when nothing does.
 * Dates that restic brought back are equal to the nanosecond, those that we brought back to the microsecond.
 */
export async function differences(
  original: string,
  restored: string,
  restoredBy: 'restic' | 'us',
): Promise<readonly string[]> {
  const ours = compareTrees(original, restored, {
    leftOut: () => false,
    unsettled: () => false,
    timeToleranceNs: restoredBy === 'us' ? OUR_TIME_TOLERANCE_NS : 0n,
  })
  const theirs = await run('diff', ['-r', '--no-dereference', original, restored], { env: { LC_ALL: 'C' } })
  return [...ours.differences, ...(theirs.exitCode === 0 ? [] : [`diff: ${theirs.stdout}${theirs.stderr}`])]
}
