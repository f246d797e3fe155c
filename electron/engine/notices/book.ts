import { z } from 'zod'
import {
  noticeActionSchema,
  noticeLevelSchema,
  noticeSchema,
  noticeSubjectSchema,
  snoozeSchema,
} from '#shared/domain/index.ts'

export const channelKindSchema = z.enum(['desktop', 'email', 'ping'])
export type ChannelKind = z.infer<typeof channelKindSchema>

const tries = { attempts: z.number().int().nonnegative(), nextTryMs: z.number().int() }
const owedSchema = z.object({ channel: channelKindSchema, ...tries })
export type Owed = z.infer<typeof owedSchema>

const entrySchema = z.object({
  subject: noticeSubjectSchema,
  /** False once it is solved; the entry then only remembers that today's notice is used up. */
  isOpen: z.boolean(),
  tone: noticeSchema.shape.tone,
  action: noticeActionSchema,
  code: noticeSchema.shape.code,
  sinceMs: z.number().int(),
  /** Local day of the last notice, as `2026-11-21`; null when there was none. */
  toldDay: z.string().nullable(),
  /** Whether this occurrence was told; a new one does not wait for the morning. */
  isTold: z.boolean(),
  level: noticeLevelSchema,
  snooze: snoozeSchema.nullable(),
  owed: z.array(owedSchema),
  /** A notification stands on the desktop and has to be taken away when it is solved. */
  isShown: z.boolean(),
})
export type Entry = z.infer<typeof entrySchema>

/** All that must survive a restart: what is unsolved, what was told today, what still has to be delivered. */
export const bookSchema = z.object({
  version: z.literal(1),
  /** Tells this computer's messages from another's where both send by one mail server. */
  id: z.uuid(),
  entries: z.array(entrySchema),
  /** The newest copy that somebody outside was told of, and the one they still have to be told of. */
  heartbeat: z.object({
    toldCopyAtMs: z.number().int().nullable(),
    owed: z.object({ copyAtMs: z.number().int(), ...tries }).nullable(),
  }),
  /** When and why sending by e-mail was given up; null while it works. */
  emailFailure: z.object({ atMs: z.number().int(), code: noticeSchema.shape.code }).nullable(),
})
export type Book = z.infer<typeof bookSchema>

export const emptyBook = (id: string): Book => ({
  version: 1,
  id,
  entries: [],
  heartbeat: { toldCopyAtMs: null, owed: null },
  emailFailure: null,
})
