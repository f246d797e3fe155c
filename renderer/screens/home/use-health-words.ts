import { useTranslation } from 'react-i18next'
import type { CopySummary, Freshness } from '#shared/domain/index.ts'
import type { Health } from '#shared/health/index.ts'
import type { State, Tone } from '../../parts/tone.ts'
import { useErrorText } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'

export type HealthWords = {
  readonly tone: Tone
  /** Where it is closer than the tone, its icon stands there. */
  readonly state?: State
  readonly title: string
  /** What is true now, then what is safe, then what may be lost; each its own sentence. */
  readonly sentences: readonly string[]
}

/** The words of the one big state. */
export function useHealthWords(health: Health, { mayLose: loss, items }: Freshness, nowMs: number): HealthWords {
  const { t } = useTranslation('home')
  const units = useUnits()
  const failure = useErrorText(errorOf(health))

  const times = ({ takenAtMs }: CopySummary) => ({
    when: units.moment(takenAtMs, nowMs),
    age: units.age(takenAtMs, nowMs),
  })
  const last = (copy: CopySummary) =>
    holdsRecords(copy) ? t('lastCopyOfRecords', times(copy)) : t('lastCopy', times(copy))
  const mayLose = (copy: CopySummary) => {
    if (items.length > 0 && loss.kind === 'nothing') return t('mayLoseNothing')
    if (items.length > 0 && loss.kind === 'everything') return t('mayLoseEverything')
    return t('mayLose', { span: units.span(nowMs - (loss.kind === 'since' ? loss.sinceMs : copy.takenAtMs)) })
  }
  const lastAndLoss = (copy: CopySummary | null) => (copy ? [last(copy), mayLose(copy)] : [])

  switch (health.kind) {
    case 'working':
      return {
        tone: 'working',
        title: t('state.working'),
        sentences: [health.lastCopy ? t('workingBody', { last: last(health.lastCopy) }) : t('firstCopy')],
      }
    case 'none':
      return { tone: 'none', title: t('state.none'), sentences: [t('noneBody')] }
    case 'guarded':
      return {
        tone: 'guarded',
        title: t('state.guarded'),
        sentences: [last(health.lastCopy), mayLose(health.lastCopy)],
      }
    case 'skipped':
      return {
        tone: 'attention',
        title: t('state.attention'),
        sentences: [t('skipped', { count: health.items }), last(health.lastCopy), mayLose(health.lastCopy)],
      }
    case 'records-skipped':
      return {
        tone: 'needs-you',
        title: t('state.needsYou'),
        sentences: [failure.safe, failure.todo, t('lastCopy', times(health.lastCopy))],
      }
    case 'aging':
      return {
        tone: 'attention',
        state: 'late',
        title: t('state.attention'),
        sentences: [t('agingBody'), last(health.lastCopy), mayLose(health.lastCopy)],
      }
    case 'old':
      return {
        tone: 'needs-you',
        title: t('state.needsYou'),
        sentences: [
          holdsRecords(health.lastCopy)
            ? t('oldRecordsBody', times(health.lastCopy))
            : t('oldBody', times(health.lastCopy)),
          mayLose(health.lastCopy),
        ],
      }
    case 'away':
      return {
        tone: health.isUrgent ? 'needs-you' : 'attention',
        state: health.isUrgent ? 'needs-you' : 'away',
        title: health.isUrgent ? t('state.needsYou') : t('state.attention'),
        sentences: [t(health.isElsewhere ? 'awayElsewhere' : 'awayBody'), ...lastAndLoss(health.lastCopy)],
      }
    case 'damaged':
      return {
        tone: 'needs-you',
        title: t('state.needsYou'),
        sentences: [
          t(health.isMendable ? 'check.mendable' : 'check.problems', { count: health.problems }),
          ...lastAndLoss(health.lastCopy),
        ],
      }
    case 'failed':
      return {
        tone: 'needs-you',
        title: t('state.needsYou'),
        sentences: [failure.safe, failure.todo, ...lastAndLoss(health.lastCopy)],
      }
  }
}

const holdsRecords = (copy: CopySummary): boolean =>
  copy.databases > 0 && !Object.keys(copy.skips).some((code) => code.startsWith('DB_'))

function errorOf(health: Health) {
  if (health.kind === 'failed') return health.error
  return { code: health.kind === 'records-skipped' ? health.code : 'APP_000', params: {} } as const
}
