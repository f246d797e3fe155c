import { z } from 'zod'
import { goalsSchema, setupDraftSchema } from '../domain/index.ts'
import { call, whole } from '../wire/index.ts'

const nothing = z.object({})
const draft = setupDraftSchema.extend({ goals: whole(goalsSchema) })

export const setupDraftCalls = {
  /** How far set-up had got; null when nobody began, or all is set up. */
  setupDraft: call(nothing, draft.nullable()),
  /** Each step saves. Throws SET_102 when all is set up. */
  saveSetupDraft: call(draft, nothing),
}
