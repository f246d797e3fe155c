import { randomBytes } from 'node:crypto'
import { appendFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { memoryBackend } from '#engine/backends/index.ts'
import { SeededRandom } from '../fuzz/random.ts'
import { makePlace } from '../interop/hostile-folder.ts'
import { guardClinic } from './guarded-clinic.ts'

const SEEDS = Number(process.env.GUARD_SEEDS ?? 3)
const DAYS = 12

const photo = () => Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), randomBytes(3000)])
const pdf = () => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(2000)])
const program = () => Buffer.concat([Buffer.from('4d5a9000', 'hex'), randomBytes(4000)])
const database = () => Buffer.concat([Buffer.from('SQLite format 3\0'), randomBytes(60_000)])
const note = (random: SeededRandom) =>
  `Retorno em ${random.below(90)} dias. Sem queixas.\r\n`.repeat(3 + random.below(9))

async function makeSmallClinic(root: string, random: SeededRandom): Promise<void> {
  for (let patient = 0; patient < 40; patient += 1) {
    const folder = join(root, 'Pacientes', `${1000 + patient}`)
    await mkdir(folder, { recursive: true })
    for (let at = 0; at < 4; at += 1) await writeFile(join(folder, `foto ${at}.jpg`), photo())
    for (let at = 0; at < 3; at += 1) await writeFile(join(folder, `evolução ${at}.txt`), note(random))
    await writeFile(join(folder, 'contrato.pdf'), pdf())
  }
  await mkdir(join(root, 'Financeiro', '2023'), { recursive: true })
  for (let at = 0; at < 60; at += 1) await writeFile(join(root, 'Financeiro', '2023', `nota ${at}.pdf`), pdf())
  await update(root)
}

/** A program of the clinic with its database, all of it written anew. */
async function update(root: string): Promise<void> {
  const folder = join(root, 'Sistema')
  await mkdir(folder, { recursive: true })
  for (let at = 0; at < 30; at += 1) await writeFile(join(folder, `modulo ${at}.dll`), program())
  for (let at = 0; at < 30; at += 1) await writeFile(join(folder, `recursos ${at}.dat`), randomBytes(3000))
  await writeFile(join(folder, 'prontuário.db'), database())
}

const patients = async (root: string) =>
  (await readdir(join(root, 'Pacientes'))).map((name) => join(root, 'Pacientes', name))

/** Everything an honest day can bring, and how bad a look at it may be: a warning is a line in a log, a brake is a day lost. */
const EVENTS: readonly (readonly [
  name: string,
  act: (root: string, random: SeededRandom, day: number) => Promise<unknown>,
])[] = [
  [
    'a hundred new photos',
    async (root, random, day) => {
      const folders = await patients(root)
      for (let at = 0; at < 100; at += 1) await writeFile(join(random.pick(folders), `dia ${day} ${at}.jpg`), photo())
    },
  ],
  [
    'a folder renamed',
    async (root, random, day) => {
      const from = random.pick(await patients(root))
      await rename(from, `${from} (${day})`)
    },
  ],
  [
    'all of Pacientes renamed and back',
    async (root) => {
      await rename(join(root, 'Pacientes'), join(root, 'P'))
      await rename(join(root, 'P'), join(root, 'Pacientes'))
    },
  ],
  ['an update of the program', (root) => update(root)],
  [
    'the year put away',
    async (root, _random, day) => {
      await mkdir(join(root, 'Arquivo morto'), { recursive: true })
      const [year] = await readdir(join(root, 'Financeiro'))
      if (year) await rename(join(root, 'Financeiro', year), join(root, 'Arquivo morto', `${year} ${day}`))
    },
  ],
  [
    'photos turned round, which writes them anew',
    async (root, random) => {
      for (const folder of await patients(root))
        if (random.below(2) === 0) await writeFile(join(folder, 'foto 0.jpg'), photo())
    },
  ],
  [
    'ten new patients with the same form',
    async (root, _random, day) => {
      for (let at = 0; at < 10; at += 1) {
        const folder = join(root, 'Pacientes', `novo ${day} ${at}`)
        await mkdir(folder)
        await writeFile(join(folder, 'anamnese.txt'), 'Nome:\r\nQueixa:\r\n'.repeat(20))
        await writeFile(join(folder, 'foto 0.jpg'), photo())
      }
    },
  ],
  [
    'notes written in many folders',
    async (root, random, day) => {
      for (const folder of await patients(root))
        await writeFile(join(folder, `evolução do dia ${day}.txt`), note(random) + folder)
    },
  ],
  [
    'papers scanned anew and old photos thrown away',
    async (root, random) => {
      for (const folder of (await patients(root)).slice(0, 15)) {
        await writeFile(join(folder, 'contrato.pdf'), pdf())
        await rm(join(folder, `foto ${1 + random.below(3)}.jpg`), { force: true })
      }
    },
  ],
  [
    'files of a year packed into one',
    async (root, _random, day) => {
      const folder = join(root, 'Pacientes', '1000')
      await mkdir(folder, { recursive: true })
      for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
      await writeFile(
        join(folder, `tudo ${day}.zip`),
        Buffer.concat([Buffer.from('504b0304', 'hex'), randomBytes(20_000)]),
      )
    },
  ],
  [
    'one file with a password of another program',
    async (root, random, day) => {
      await writeFile(join(random.pick(await patients(root)), `segredo ${day}.gpg`), randomBytes(3000))
    },
  ],
]

test(
  `no honest day brakes: ${SEEDS} clinics of ${DAYS} days with one to three things a day`,
  async () => {
    const counts = { ok: 0, warn: 0, brake: 0 }
    const warned = new Map<string, number>()
    const braked: string[] = []
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const random = new SeededRandom(`dias cheios ${seed}`)
      const place = await makePlace()
      const root = join(place, 'clínica')
      await makeSmallClinic(root, random)
      const { vault, cycle } = await guardClinic(join(place, 'guarda'), root, { backend: memoryBackend() })
      await cycle()
      for (let day = 1; day <= DAYS; day += 1) {
        const events = [...new Set(Array.from({ length: 1 + random.below(3) }, () => random.pick(EVENTS)))]
        for (const [, act] of events) await act(root, random, day)
        await appendFile(join(root, 'agenda.txt'), `dia ${day}\r\n`)
        const { seen } = await cycle()
        if (!seen) continue
        counts[seen.kind] += 1
        const what = `${events.map(([name]) => name).join(' + ')}: ${seen.signs.join(', ')}`
        if (seen.kind === 'warn') warned.set(seen.signs.join(), (warned.get(seen.signs.join()) ?? 0) + 1)
        if (seen.kind === 'brake') braked.push(what)
      }
      await vault.close()
      await rm(place, { recursive: true, force: true })
    }
    process.stdout.write(`guard: ${JSON.stringify(counts)} of honest days, warned by ${JSON.stringify([...warned])}\n`)
    expect(braked).toEqual([])
    // Who is warned of everything reads nothing.
    expect(counts.warn).toBeLessThan(counts.ok)
  },
  60_000 + SEEDS * 60_000,
)
