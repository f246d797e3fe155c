import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { machineSchema } from '../results.ts'
import { cloudNames } from './clouds.ts'

export const copyJobs = ['first-copy', 'unchanged', 'one-percent'] as const
export const copyTools = ['ours', 'restic'] as const

const measurement = z.object({
  cloud: z.enum(cloudNames),
  job: z.enum(copyJobs),
  round: z.number(),
  tool: z.enum(copyTools),
  wallSeconds: z.number(),
  userSeconds: z.number(),
  systemSeconds: z.number(),
  peakRssBytes: z.number(),
  /** What crossed the wire, with all that stands around the data. */
  upBytes: z.number(),
  downBytes: z.number(),
})
export type CopyMeasurement = z.infer<typeof measurement>

const copyResults = z.object({
  format: z.literal(1),
  takenAt: z.string(),
  commit: z.string(),
  size: z.literal('replicate'),
  machine: machineSchema,
  isCold: z.boolean(),
  loadAtRound: z.array(z.number()),
  /** How long the way to the servers was, one way. */
  delayMs: z.number(),
  restic: z.string(),
  data: z.object({ files: z.number(), bytes: z.number(), vaultBytes: z.number() }),
  measurements: z.array(measurement),
})
export type CopyResults = z.infer<typeof copyResults>

/** Throws a ZodError when the file is not one of these. */
export const readCopyResults = (file: string): CopyResults => copyResults.parse(JSON.parse(readFileSync(file, 'utf8')))

/** One measurement a line. Returns the file's path. */
export function writeCopyResults(folder: string, { measurements, ...head }: CopyResults): string {
  const lines = measurements.map((one) => `    ${JSON.stringify(one)}`)
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${head.takenAt.slice(0, 19).replaceAll(':', '')}-${head.commit}-replicate.json`)
  writeFileSync(
    file,
    `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "measurements": [\n${lines.join(',\n')}\n  ]\n}\n`,
  )
  return file
}
