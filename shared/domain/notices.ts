import { z } from 'zod'
import { type Code, codes } from '../errors/index.ts'

/** Who is asked. What a role may do is decided elsewhere; a notice only says whose turn it is. */
export const roleSchema = z.enum(['reception', 'manager', 'technician'])
export type Role = z.infer<typeof roleSchema>

/** What a notice can be about. One subject is one notice, however many times it comes up. */
export const noticeSubjectSchema = z.enum([
  'copies-late',
  'copy-stopped',
  'records-left-out',
  'place-away',
  'place-full',
  'key-missing',
  'vault-damaged',
  'proof-expired',
  'other-disk-late',
  'mass-change',
  'source-shrunk',
  'disk-due',
  'disk-overdue',
  'disk-wrong',
  'disk-stopped',
  'disk-stays',
  'disk-unread',
  'tablet-quiet',
  'taken-over',
  'register-changed',
  'register-silent',
  'kit-unproven',
  'kit-old',
  'plan-paper',
  'month-open',
  'incident-term',
  'drill-due',
  'drill-found',
  'email-unsent',
])
export type NoticeSubject = z.infer<typeof noticeSubjectSchema>

/** The one thing to do. */
export const noticeActionSchema = z.enum([
  'copy-now',
  'connect-place',
  'free-space',
  'type-kit',
  'check-now',
  'mend-place',
  'choose-folder',
  'answer',
  'fix-settings',
  'call-technician',
  'swap-disk',
  'take-disk',
  'bring-disk',
  'look-at-tablet',
  'look-at-register',
  'prove-kit',
  'print-kit',
  'print-plan',
  'close-month',
  'answer-incident',
  'begin-drill',
  'look-at-drill',
])
export type NoticeAction = z.infer<typeof noticeActionSchema>

/** Where the thing to do is done. */
export const noticeScreens = {
  'copy-now': 'home',
  'connect-place': 'home',
  'free-space': 'home',
  'type-kit': 'home',
  'check-now': 'home',
  'mend-place': 'home',
  'choose-folder': 'protected',
  answer: 'home',
  'fix-settings': 'settings',
  'call-technician': 'home',
  'swap-disk': 'disks',
  'take-disk': 'disks',
  'bring-disk': 'disks',
  'look-at-tablet': 'settings',
  'look-at-register': 'history',
  'prove-kit': 'settings',
  'print-kit': 'settings',
  'print-plan': 'plan',
  'close-month': 'plan',
  'answer-incident': 'plan',
  'begin-drill': 'drills',
  'look-at-drill': 'drills',
} as const satisfies Record<NoticeAction, 'home' | 'protected' | 'disks' | 'history' | 'settings' | 'plan' | 'drills'>

/** How far it has got: whose turn it is first; unsolved for N days the manager, for three times N everyone. */
export const noticeLevelSchema = z.enum(['first', 'manager', 'everyone'])
export type NoticeLevel = z.infer<typeof noticeLevelSchema>

export const snoozeSchema = z.object({
  by: z.string().trim().min(1).max(60),
  reason: z.string().trim().min(1).max(200),
  untilMs: z.number().int(),
})
export type Snooze = z.infer<typeof snoozeSchema>
/** Nobody puts a notice off for longer than this. */
export const LONGEST_SNOOZE_MS = 7 * 86_400_000

const codeSchema = z.enum(Object.keys(codes) as [Code, ...Code[]])

/** One thing that is not as it should be, who does what about it, and until when. No name, no path, nothing of a patient. */
export const noticeSchema = z.object({
  subject: noticeSubjectSchema,
  tone: z.enum(['attention', 'needs-you']),
  action: noticeActionSchema,
  /** What stopped it, for the technician. */
  code: codeSchema.nullable(),
  level: noticeLevelSchema,
  audience: z.array(roleSchema).min(1),
  sinceMs: z.number().int(),
  /** When more people are told; null when everyone already is. */
  untilMs: z.number().int().nullable(),
  snooze: snoozeSchema.nullable(),
})
export type Notice = z.infer<typeof noticeSchema>

const email = z.email().max(254)
const emails = z.array(email).max(10)

/** Who is told, how, and after how long more people are. The mail server's password is not here: it is in the keychain. */
export const noticeSettingsSchema = z.object({
  /** What e-mails are written in. */
  language: z.enum(['pt-BR', 'en']).default('pt-BR'),
  /** N: unsolved for so many days the manager is told, for three times as many everyone. */
  escalateAfterDays: z.number().int().min(1).max(5).default(1),
  /** What was told before is not told again before this hour of the day. */
  tellFromHour: z.number().int().min(0).max(12).default(8),
  emails: z.object({ reception: emails, manager: emails, technician: emails }).default({
    reception: [],
    manager: [],
    technician: [],
  }),
  /** `none` goes without a password: never a secret on an open line. */
  mailServer: z
    .object({
      host: z.string().trim().min(1).max(253),
      port: z.number().int().min(1).max(65_535),
      security: z.enum(['tls', 'starttls', 'none']),
      user: z.string().trim().max(254),
      from: email,
    })
    .nullable()
    .default(null),
  /** Told after each copy, so that somebody outside notices when nothing is told any more. */
  ping: z
    .object({ url: z.url({ protocol: /^https?$/ }).max(2000) })
    .nullable()
    .default(null),
})
export type NoticeSettings = z.infer<typeof noticeSettingsSchema>
