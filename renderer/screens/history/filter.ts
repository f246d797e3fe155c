import { type AccountId, type AuditGroup, accountIdSchema } from '#shared/domain/index.ts'

/** What of the register is shown. Days as a date field has them, empty for none. */
export type Filter = {
  readonly group: AuditGroup | ''
  readonly actor: string
  readonly fromDay: string
  readonly toDay: string
}
export const NO_FILTER: Filter = { group: '', actor: '', fromDay: '', toDay: '' }

type Asked = { group?: AuditGroup; actor?: AccountId | 'system'; fromMs?: number; toMs?: number }

/** The same as the engine is asked: the first day from its beginning, the last one to its end, as this computer's clock has them. */
export function askedOf({ group, actor, fromDay, toDay }: Filter): Asked {
  const who = actor === 'system' ? actor : accountIdSchema.safeParse(actor).data
  return {
    ...(group !== '' && { group }),
    ...(who !== undefined && { actor: who }),
    ...period({ fromDay, toDay }),
  }
}

export const period = ({ fromDay, toDay }: Pick<Filter, 'fromDay' | 'toDay'>): Pick<Asked, 'fromMs' | 'toMs'> => ({
  ...(fromDay !== '' && { fromMs: new Date(`${fromDay}T00:00:00`).getTime() }),
  ...(toDay !== '' && { toMs: new Date(`${toDay}T23:59:59.999`).getTime() + 1 }),
})
