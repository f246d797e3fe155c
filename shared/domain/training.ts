import { z } from 'zod'
import { type AccountRole, accountIdSchema } from './people.ts'

/** The short lessons, in the order in which they are best learnt. */
export const lessonIdSchema = z.enum([
  'copy',
  'notice',
  'month-disk',
  'lost-photo',
  'hostage',
  'passwords',
  'kit',
  'tablet',
  'patient-words',
  'drill',
  'incident',
  'leaving',
])
export type LessonId = z.infer<typeof lessonIdSchema>

export const lessonOptionSchema = z.enum(['a', 'b', 'c'])
export type LessonOption = z.infer<typeof lessonOptionSchema>

type Lesson = { readonly roles: readonly AccountRole[]; readonly right: LessonOption }

const EVERYBODY: readonly AccountRole[] = ['reception', 'professional', 'manager', 'technician', 'auditor']
const AT_THE_DESK: readonly AccountRole[] = ['reception', 'professional', 'manager']

/** For whom each lesson is, and which answer to its question is right. The words are in the dictionaries. */
export const lessons: Readonly<Record<LessonId, Lesson>> = {
  copy: { roles: EVERYBODY, right: 'b' },
  notice: { roles: AT_THE_DESK, right: 'a' },
  'month-disk': { roles: ['reception', 'manager', 'technician'], right: 'c' },
  'lost-photo': { roles: AT_THE_DESK, right: 'b' },
  hostage: { roles: EVERYBODY, right: 'a' },
  passwords: { roles: EVERYBODY, right: 'c' },
  kit: { roles: ['manager', 'technician'], right: 'b' },
  tablet: { roles: ['reception', 'professional'], right: 'a' },
  'patient-words': { roles: AT_THE_DESK, right: 'c' },
  drill: { roles: ['manager', 'technician'], right: 'a' },
  incident: { roles: ['manager'], right: 'b' },
  leaving: { roles: ['manager', 'technician'], right: 'c' },
}

export const lessonsFor = (role: AccountRole): LessonId[] =>
  lessonIdSchema.options.filter((lessonId) => lessons[lessonId].roles.includes(role))

const learnerName = z.string().trim().min(2).max(60)

/** One answer of one person to one lesson's question. Numbered, written once, never changed. */
export const lessonAnswerSchema = z.object({
  number: z.number().int().positive(),
  atMs: z.number().int(),
  lessonId: lessonIdSchema,
  name: learnerName,
  /** Null for somebody without an account. */
  accountId: accountIdSchema.nullable(),
  isRight: z.boolean(),
})
export type LessonAnswer = z.infer<typeof lessonAnswerSchema>

/** What was learnt is asked again after a year. */
const LEARNT_FOR_MS = 365 * 86_400_000

const spelt = (name: string) => name.normalize('NFKC').trim().toLowerCase()
/** Whether two answers are of one person: by account where there is one, else by name. */
export const isSameLearner = (
  one: Pick<LessonAnswer, 'name' | 'accountId'>,
  other: Pick<LessonAnswer, 'name' | 'accountId'>,
): boolean =>
  one.accountId !== null && other.accountId !== null
    ? one.accountId === other.accountId
    : spelt(one.name) === spelt(other.name)

/** When somebody last answered a lesson rightly, if that still counts. */
export function learntAtMs(
  answers: readonly LessonAnswer[],
  lessonId: LessonId,
  who: Pick<LessonAnswer, 'name' | 'accountId'>,
  nowMs: number,
): number | null {
  const right = answers.filter((one) => one.isRight && one.lessonId === lessonId && isSameLearner(one, who))
  const newest = Math.max(...right.map(({ atMs }) => atMs))
  return right.length > 0 && nowMs - newest < LEARNT_FOR_MS ? newest : null
}
