import { z } from 'zod'
import { isObject, type Plain, requirePlain } from './clean.ts'

/** What a technician gets to see, part by part, in the order of the packet. */
export const diagnosisPartSchema = z.enum([
  /** Versions, system, how the engine's process is. */
  'app',
  /** What the app is able to do right now, and what it is doing. */
  'state',
  /** What went wrong, by code. */
  'failures',
  'computer',
  'settings',
  'places',
  /** How fresh the copies are, and how fast the last ones were. */
  'copies',
  'schedule',
  'notices',
  'drills',
  /** The register of what was done: how long it is and whether it holds. */
  'register',
  /** What happened last. */
  'facts',
  /** Lines the program wrote for the technician. */
  'lines',
])
export type DiagnosisPart = z.infer<typeof diagnosisPartSchema>

/** Without these nobody can help: they go in every packet. */
export const essentialParts: readonly DiagnosisPart[] = ['app', 'state', 'failures']

/** One part as it is read: its lines are the packet's own, byte for byte. */
export const diagnosisBodySchema = z.object({ part: diagnosisPartSchema, text: z.string().max(400_000) })
export type DiagnosisBody = z.infer<typeof diagnosisBodySchema>

/** What a technician gets. `signs`: what stands for names is the same in each packet of the clinic, in this one only, or there are none. */
export const diagnosisSchema = z.object({
  madeAtMs: z.number().int(),
  signs: z.enum(['clinic', 'packet', 'none']),
  parts: z.array(diagnosisBodySchema),
})
export type Diagnosis = z.infer<typeof diagnosisSchema>

/** Throws for anything that is not plain. */
export const bodyOf = (part: DiagnosisPart, value: unknown): DiagnosisBody => ({
  part,
  text: linesOf(requirePlain(value)),
})

/** JSON with one line a thing of a list: to be read down, not across. */
function linesOf(value: Plain): string {
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[\n${value.map((each) => `  ${JSON.stringify(each)}`).join(',\n')}\n]`
  if (!isObject(value)) return JSON.stringify(value)
  const lines = Object.entries(value as Readonly<Record<string, Plain>>).map(([key, inner]) => {
    const text = Array.isArray(inner) ? linesOf(inner).replaceAll('\n', '\n  ') : JSON.stringify(inner)
    return `  ${JSON.stringify(key)}: ${text}`
  })
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n}`
}
