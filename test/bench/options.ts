import { parseArgs } from 'node:util'
import type { ClinicSizes } from '../fixtures/clinic/index.ts'
import { type ToolName, toolNames } from './tools/tool.ts'

type Sizes = Pick<
  ClinicSizes,
  | 'patients'
  | 'documents'
  | 'photos'
  | 'photoBytes'
  | 'notes'
  | 'noteBytes'
  | 'databaseBytes'
  | 'smallFiles'
  | 'smallFileBytes'
>
type SizeName = 'tiny' | 'quick' | 'full'

/** About 70 % photos, 20 % database, 10 % notes in each. */
const sizes: Readonly<Record<SizeName, Sizes>> = {
  tiny: {
    ...{ patients: 10, documents: 8, photos: 10, photoBytes: 300_000, notes: 40, noteBytes: 10_000 },
    ...{ databaseBytes: 900_000, smallFiles: 300, smallFileBytes: 1_200 },
  },
  quick: {
    ...{ patients: 160, documents: 160, photos: 90, photoBytes: 1_500_000, notes: 1_450, noteBytes: 13_000 },
    ...{ databaseBytes: 39_000_000, smallFiles: 10_000, smallFileBytes: 1_200 },
  },
  full: {
    ...{ patients: 900, documents: 900, photos: 500, photoBytes: 1_500_000, notes: 8_000, noteBytes: 13_000 },
    ...{ databaseBytes: 216_000_000, smallFiles: 100_000, smallFileBytes: 1_200 },
  },
}
const rounds: Readonly<Record<SizeName, number>> = { tiny: 2, quick: 3, full: 3 }

export type BenchOptions = {
  readonly size: SizeName
  readonly sizes: Sizes
  readonly seed: number
  readonly rounds: number
  /** No further round is started that would probably end after this; the first is always made. */
  readonly maxMinutes: number
  readonly tools: readonly ToolName[]
  readonly sets: readonly ('clinic' | 'small-files')[]
  /** Leave the page cache as it is between runs, even where it could be emptied. */
  readonly isWarm: boolean
  /** Keep the results in the repository's folder instead of .cache. */
  readonly isSaved: boolean
  /** Put the table into the README. */
  readonly isForReadme: boolean
  /** Our command line in some other form than it is installed in: its source, or an older build. */
  readonly entry: string | undefined
  /** Record a CPU profile of each of our jobs in one more round that is not counted. */
  readonly isProfiled: boolean
  /** Only this: a vault brought to servers, by us and by `restic copy`, over a way of so many milliseconds. */
  readonly replicate: { readonly delayMs: number } | undefined
  readonly scale: { readonly files: number; readonly blobs: number } | undefined
  /** Only this: one record out of a vault of so many years and versions. */
  readonly record: { readonly versions: number; readonly years: number } | undefined
}

export const usage = `npm run bench -- [--quick] [options]
  Compares our engine with restic and Borg on the same data, in turn, in the same run.
  --size tiny|quick|full   how much data (full: 1.1 GB and 100,000 small files); --quick is --size quick within 5.5 minutes
  --patients --documents --photos --photo-bytes --notes --note-bytes --database-bytes --small-files --small-file-bytes N
  --rounds N --max-minutes N --seed N
  --tools ${toolNames.join(',')}      --sets clinic,small-files
  --warm                   do not empty the page cache between runs
  --entry FILE             measure this instead of our command line as it is installed
  --save                   results to test/bench/results instead of .cache/bench/results
  --readme                 the table into README.md
  --profile                also a CPU profile of our jobs, to .cache/bench/profiles
  --replicate [--delay-ms 0]   only this: a vault brought to real servers by us and by restic copy; also the bytes on the wire
  --scale [--scale-files 300000] [--scale-blobs 1000000]   only this: one vault of very many blobs
  --record [--versions 2000000] [--years 10]   only this: one file, folder and patient's record out of a vault of ten years
  --idle [--idle-minutes 10] [--idle-files 50000]   only this: what an engine at rest costs that watches so many files
  --search [--versions 2000000]   only this: how long an answer of Recuperar takes while somebody types
  --idle --app             the same of the whole app, every process, with its window open, closed and never opened
  --app [--app-files 1000000] [--app-lines 2000000] [--app-starts 5]   only this: the app's start beside an empty window, its memory, and the longest time it lets a person wait`

/** Reads the command line. Throws TypeError or RangeError with a sentence for the developer. */
export function readOptions(argv: readonly string[]): BenchOptions | 'help' {
  const number = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...{ help: { type: 'boolean', short: 'h' }, quick: { type: 'boolean' }, size: { type: 'string' } },
      ...{ patients: number, documents: number, photos: number, 'photo-bytes': number, notes: number },
      ...{ 'note-bytes': number, 'database-bytes': number, 'small-files': number, 'small-file-bytes': number },
      ...{ rounds: number, 'max-minutes': number, seed: number, tools: { type: 'string' }, sets: { type: 'string' } },
      ...{
        warm: { type: 'boolean' },
        save: { type: 'boolean' },
        readme: { type: 'boolean' },
        profile: { type: 'boolean' },
      },
      entry: { type: 'string' },
      ...{ replicate: { type: 'boolean' }, 'delay-ms': number },
      ...{ scale: { type: 'boolean' }, 'scale-files': number, 'scale-blobs': number },
      ...{ record: { type: 'boolean' }, versions: number, years: number },
    },
  })
  if (values.help) return 'help'
  const size = choose('--size', values.size ?? (values.quick ? 'quick' : 'full'), Object.keys(sizes) as SizeName[])
  const base = sizes[size]
  return {
    size,
    sizes: {
      patients: whole('--patients', values.patients, base.patients),
      documents: whole('--documents', values.documents, base.documents),
      photos: whole('--photos', values.photos, base.photos),
      photoBytes: whole('--photo-bytes', values['photo-bytes'], base.photoBytes),
      notes: whole('--notes', values.notes, base.notes),
      noteBytes: whole('--note-bytes', values['note-bytes'], base.noteBytes),
      databaseBytes: whole('--database-bytes', values['database-bytes'], base.databaseBytes),
      smallFiles: whole('--small-files', values['small-files'], base.smallFiles),
      smallFileBytes: whole('--small-file-bytes', values['small-file-bytes'], base.smallFileBytes),
    },
    seed: whole('--seed', values.seed, 7),
    rounds: whole('--rounds', values.rounds, rounds[size]),
    maxMinutes: values['max-minutes'] === undefined ? (size === 'quick' ? 5.5 : 240) : Number(values['max-minutes']),
    tools: several('--tools', values.tools, toolNames),
    sets: several('--sets', values.sets, ['clinic', 'small-files'] as const),
    isWarm: values.warm ?? false,
    isSaved: values.save ?? false,
    isForReadme: values.readme ?? false,
    entry: values.entry,
    isProfiled: values.profile ?? false,
    replicate: values.replicate ? { delayMs: Number(values['delay-ms'] ?? 0) } : undefined,
    scale: values.scale
      ? {
          files: whole('--scale-files', values['scale-files'], 300_000),
          blobs: whole('--scale-blobs', values['scale-blobs'], 1_000_000),
        }
      : undefined,
    record: values.record
      ? { versions: whole('--versions', values.versions, 2_000_000), years: whole('--years', values.years, 10) }
      : undefined,
  }
}

function whole(flag: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`${flag} needs a whole number above 0, got ${text}`)
  return value
}

function choose<T extends string>(flag: string, text: string, known: readonly T[]): T {
  const found = known.find((name) => name === text)
  if (found === undefined) throw new RangeError(`${flag} knows ${known.join(', ')}, got ${text}`)
  return found
}

const several = <T extends string>(flag: string, text: string | undefined, known: readonly T[]): readonly T[] =>
  text === undefined ? known : text.split(',').map((name) => choose(flag, name, known))
