import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { arch, cpus, release, totalmem } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { jobNames, setNames } from './jobs.ts'
import { toolNames } from './tools/tool.ts'

const measurement = z.object({
  set: z.enum(setNames),
  job: z.enum(jobNames),
  round: z.number(),
  tool: z.enum(toolNames),
  wallSeconds: z.number(),
  userSeconds: z.number(),
  systemSeconds: z.number(),
  peakRssBytes: z.number(),
  /** Size of all files of the repository after the job. */
  storedBytes: z.number(),
})
export type Measurement = z.infer<typeof measurement>

export const machineSchema = z.object({
  processor: z.string(),
  cores: z.number(),
  memoryBytes: z.number(),
  system: z.string(),
  node: z.string(),
})

const results = z.object({
  format: z.literal(1),
  takenAt: z.string(),
  commit: z.string(),
  size: z.string(),
  /** What was measured as ours, where it was not the command line as it is installed. */
  entry: z.string().optional(),
  machine: machineSchema,
  /** Whether the page cache was emptied before each run. */
  isCold: z.boolean(),
  /** Processes wanting to run when each round began; well above 0 means somebody else used the machine. */
  loadAtRound: z.array(z.number()),
  tools: z.array(z.object({ name: z.enum(toolNames), version: z.string() })),
  data: z.array(
    z.object({ set: z.enum(setNames), files: z.number(), bytes: z.number(), blobs: z.number().optional() }),
  ),
  /** `--record`: the vault, and how much of reading a record was not opening the vault. */
  record: z
    .object({
      copies: z.number(),
      versions: z.number(),
      vaultBytes: z.number(),
      databaseBytes: z.number(),
      fromOpen: z.array(z.object({ wallSeconds: z.number(), cpuSeconds: z.number() })),
    })
    .optional(),
  measurements: z.array(measurement),
})
export type Results = z.infer<typeof results>

/** Throws a ZodError when the file is not one of ours. */
export const readResults = (file: string): Results => results.parse(JSON.parse(readFileSync(file, 'utf8')))

/** One measurement a line, so that differences between two files can be read. Returns the file's path. */
export function writeResults(folder: string, found: Results): string {
  const { measurements, ...head } = found
  const lines = measurements.map((one) => `    ${JSON.stringify(one)}`)
  const text = `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "measurements": [\n${lines.join(',\n')}\n  ]\n}\n`
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${found.takenAt.slice(0, 19).replaceAll(':', '')}-${found.commit}-${found.size}.json`)
  writeFileSync(file, text)
  return file
}

export function describeMachine(): Results['machine'] {
  const [first] = cpus()
  return {
    processor: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${process.platform} ${release()} ${arch()}`,
    node: process.versions.node,
  }
}

/** Short name of the code measured; `+` when files were changed since. `unknown` outside a repository. */
export function describeCommit(root: string): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim()
  try {
    const isChanged = git('status', '--porcelain', '--', 'electron', 'shared') !== ''
    return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? '+' : ''}`
  } catch {
    return 'unknown'
  }
}
