import { Button, Checkbox } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AskedQuestion } from '#shared/contracts/index.ts'
import type { Review } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { LineField } from '../../parts/fields.tsx'
import { CheckIcon } from '../../parts/icons/index.ts'
import { Note, ToneLine } from '../../parts/note.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
import classes from './plan.module.css'
import { useWho } from './use-who.tsx'
import { useWords } from './use-words.ts'

const STATES = { good: 'checked', attention: 'attention', unknown: 'unknown' } as const
type Asked = { month: string; questions: AskedQuestion[]; done: Review[] }

/** "Revisão mensal": the facts have answered already; a person reads each answer and ticks it. */
export function ReviewPanel() {
  const { t } = useTranslation('plan')
  const { engine } = useServices()
  const { month, date } = useWords()
  const { who, field } = useWho()
  const mayReview = useMay('decide')
  const [asked, setAsked] = useState<Asked | null>(null)
  const [isAgain, setIsAgain] = useState(false)
  const [notes, setNotes] = useState<ReadonlyMap<string, string>>(new Map())
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const load = useCallback(async () => setAsked(await engine.review({})), [engine])
  const loading = useAction(load)
  const { run } = loading
  useEffect(run, [run])
  const keep = useAction(async () => {
    const ticks = [...ticked].map((question) => ({
      question: question as AskedQuestion['question'],
      note: notes.get(question) ?? '',
    }))
    await engine.saveReview({ by: who, ticks })
    setIsAgain(false)
    setTicked(new Set())
    await load()
  })
  if (loading.state.kind === 'failed') return <Trouble error={loading.state.error} onRetry={run} />
  if (!asked) return <Busy>{t('loading')}</Busy>
  const last = asked.done.findLast((review) => review.month === asked.month)
  return (
    <Panel icon={CheckIcon} title={t('review.title', { month: month(asked.month) })}>
      {last && !isAgain ? (
        <Note
          tone="guarded"
          title={t('review.done', { who: last.by, date: date(last.atMs) })}
          action={
            mayReview && (
              <Button variant="default" size="sm" onClick={() => setIsAgain(true)}>
                {t('review.again')}
              </Button>
            )
          }
        />
      ) : (
        <>
          <p className={classes.soft}>{t('review.lead')}</p>
          {asked.questions.map((one) => (
            <Question
              key={one.question}
              asked={one}
              isAsked={mayReview}
              isTicked={ticked.has(one.question)}
              note={notes.get(one.question) ?? ''}
              onTick={(isTicked) =>
                setTicked(
                  (known) => new Set([...known].filter((q) => q !== one.question).concat(isTicked ? one.question : [])),
                )
              }
              onNote={(note) => setNotes((known) => new Map(known).set(one.question, note))}
            />
          ))}
          {mayReview && (
            <>
              {field}
              {keep.state.kind === 'failed' && <Trouble error={keep.state.error} />}
              <div className={classes.row}>
                <Button
                  disabled={ticked.size < asked.questions.length || who === ''}
                  loading={keep.state.kind === 'busy'}
                  onClick={keep.run}
                >
                  {t('review.submit')}
                </Button>
                {ticked.size < asked.questions.length && <span className={classes.soft}>{t('review.missing')}</span>}
              </div>
            </>
          )}
        </>
      )}
    </Panel>
  )
}

type QuestionProps = {
  asked: AskedQuestion
  /** Whoever may only look reads the answers. */
  isAsked: boolean
  isTicked: boolean
  note: string
  onTick: (isTicked: boolean) => void
  onNote: (note: string) => void
}

function Question({ asked: { question, verdict, values }, isAsked, isTicked, note, onTick, onNote }: QuestionProps) {
  const { t } = useTranslation('plan')
  const { moment } = useWords()
  const said = { count: values.count ?? 0, minutes: values.minutes ?? 0, when: moment(values.atMs ?? null) }
  return (
    <div className={classes.item}>
      <div className={classes.row}>
        <strong>{t(`review.${question}.question`)}</strong>
        <ToneLine state={STATES[verdict]}>{t(`review.verdict.${verdict}`)}</ToneLine>
      </div>
      <p>{t(`review.${question}.${verdict}`, said)}</p>
      {isAsked && (
        <div className={classes.fields}>
          <Checkbox
            size="md"
            label={t('review.tick')}
            aria-label={`${t('review.tick')}: ${t(`review.${question}.question`)}`}
            checked={isTicked}
            onChange={(event) => onTick(event.currentTarget.checked)}
          />
          <LineField label={t('review.note')} value={note} maxLength={500} onText={onNote} />
        </div>
      )}
    </div>
  )
}
