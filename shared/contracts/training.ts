import { z } from 'zod'
import { accountIdSchema, lessonAnswerSchema, lessonIdSchema, lessonOptionSchema } from '../domain/index.ts'
import { call } from '../wire/index.ts'

export const trainingCalls = {
  /** Every answer of everybody, oldest first, and who asks, where somebody is signed in. */
  training: call(
    z.object({}),
    z.object({
      answers: z.array(lessonAnswerSchema),
      learner: z.object({ accountId: accountIdSchema, name: z.string() }).nullable(),
    }),
  ),
  /** Answers a lesson's question. `name` is who learns; where somebody is signed in it is that person, whatever was typed. */
  answerLesson: call(
    z.object({ lessonId: lessonIdSchema, option: lessonOptionSchema, name: z.string().trim().min(2).max(60) }),
    lessonAnswerSchema,
  ),
}
