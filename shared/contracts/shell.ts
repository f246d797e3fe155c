import { z } from 'zod'
import { diagnosisBodySchema } from '../diagnosis/index.ts'
import { roleSchema } from '../domain/index.ts'
import { call, feed } from '../wire/index.ts'
import { updateCalls } from './update.ts'

const nothing = z.object({})

export const preferencesSchema = z.object({
  language: z.enum(['pt-BR', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  /** Text size as a percentage of the normal one. */
  textPercent: z.union([z.literal(100), z.literal(125), z.literal(150), z.literal(200)]),
})
export type Preferences = z.infer<typeof preferencesSchema>

/** Which parts of the window there are to go to. */
export const screenSchema = z.enum([
  'home',
  'protected',
  'recover',
  'records',
  'disks',
  'drills',
  'plan',
  'learn',
  'people',
  'history',
  'settings',
])
export type Screen = z.infer<typeof screenSchema>

/** How this computer is used: decided once, here. */
export const computerSchema = z.object({
  /** Who sits at it. At the reception's nobody ends the app. */
  role: roleSchema,
  /** Whether the app starts, without a window, when the person logs in. */
  startsAtLogin: z.boolean(),
  /** Whether somebody has read that the app goes on beside the clock when its window is closed. */
  isHintRead: z.boolean(),
})
export type Computer = z.infer<typeof computerSchema>

/** How the engine's process is. The window says so when it is not running. */
export const engineHealthSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('running') }),
  z.object({ kind: z.literal('restarting'), attempt: z.number().int().positive(), retryAtMs: z.number().int() }),
])
export type EngineHealth = z.infer<typeof engineHealthSchema>

/** What goes on paper. Each kind has a name of its own as a file. */
export const paperKindSchema = z.enum(['kit', 'plan', 'review', 'evidence', 'incident', 'elimination', 'drill', 'card'])
export type PaperKind = z.infer<typeof paperKindSchema>

export const savedPaperSchema = z.object({
  folder: z.string(),
  /** Name of the PDF. */
  name: z.string(),
  /** Of the PDF's bytes. */
  sha256: z.string(),
})
export type SavedPaper = z.infer<typeof savedPaperSchema>

export const savedTextSchema = z.object({ folder: z.string(), name: z.string() })
export type SavedText = z.infer<typeof savedTextSchema>

/** Served by main; asked by the window. */
export const shellContract = {
  /** The system's own dialog; null when the person closed it. `purpose` picks its title. */
  chooseFolder: call(
    z.object({ purpose: z.enum(['protect', 'keep-copies', 'recover-into', 'find-vault']) }),
    z.object({ path: z.string().nullable() }),
  ),
  /** Shows a folder in the system's file manager. Only folders; anything else is refused with IPC_001. */
  openFolder: call(z.object({ path: z.string().min(1).max(4096) }), nothing),
  /** Puts a text on the system's clipboard. */
  copyText: call(z.object({ text: z.string().min(1).max(20_000) }), nothing),
  /** The system's print dialog for what the window shows on paper. */
  print: call(nothing, z.object({ isPrinted: z.boolean() })),
  /**
   * What the window shows on paper as a PDF in a folder that the person chooses; null when the person closed the dialog.
   * `data`, the same as JSON, is written beside it under the same name. Nothing that stands there is overwritten. Throws REST_103.
   */
  savePaper: call(
    z.object({
      kind: paperKindSchema,
      suffix: z
        .string()
        .regex(/^[\w.-]{1,40}$/)
        .optional(),
      data: z.string().max(20_000_000).optional(),
    }),
    z.object({ saved: savedPaperSchema.nullable() }),
  ),
  /** What main knows for whoever helps: versions, memory, lines of the log. Answers also while there is no engine. */
  diagnosis: call(nothing, z.object({ parts: z.array(diagnosisBodySchema) })),
  /** A packet for the technician as one text, where the person chooses; null when the person closed the dialog. Throws REST_103. */
  saveDiagnosis: call(
    z.object({ name: z.string().regex(/^salvaguarda-[\dT-]{10,30}\.txt$/), text: z.string().max(4_000_000) }),
    z.object({ saved: savedTextSchema.nullable() }),
  ),
  /** Lets this page ask for the camera, until it says no or goes. Nothing else ever may. */
  allowCamera: call(z.object({ isAllowed: z.boolean() }), nothing),
  preferences: call(nothing, preferencesSchema),
  setPreferences: call(preferencesSchema, preferencesSchema),
  computer: call(nothing, computerSchema),
  /** Changes what is given and answers with all of it. */
  setComputer: call(computerSchema.partial(), computerSchema),
  /** Where a notice, the tray or a second start wants the window to go: the last wish at once, then every new one. */
  goTo: feed(nothing, z.object({ screen: screenSchema })),
  engineHealth: feed(nothing, engineHealthSchema),
  ...updateCalls,
  about: call(nothing, z.object({ version: z.string(), electron: z.string() })),
}
