import { Button } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { type LessonAnswer, type LessonId, learntAtMs } from '#shared/domain/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { useUnits } from '../../parts/use-units.ts'
import classes from './learn.module.css'

type LessonListProps = {
  lessonIds: readonly LessonId[]
  answers: readonly LessonAnswer[]
  who: Pick<LessonAnswer, 'name' | 'accountId'>
  nowMs: number
  onOpen: (lessonId: LessonId) => void
}

/** The lessons of a role, each with whether the person learnt it. */
export function LessonList({ lessonIds, answers, who, nowMs, onOpen }: LessonListProps) {
  const { t } = useTranslation('training')
  const units = useUnits()
  const id = useId()
  const learntAt = (lessonId: LessonId) => (who.name === '' ? null : learntAtMs(answers, lessonId, who, nowMs))
  const next = lessonIds.find((lessonId) => learntAt(lessonId) === null)
  return (
    <section className={classes.group} aria-labelledby={id}>
      <h2 id={id} className={classes.heading}>
        {t('lessons')}
      </h2>
      <ul className={classes.cards}>
        {lessonIds.map((lessonId) => {
          const learnt = learntAt(lessonId)
          const title = t(`lesson.${lessonId}.title`)
          return (
            <li key={lessonId} className={classes.card}>
              <h3>{title}</h3>
              <div>
                <p className={classes.soft}>{t('minutes')}</p>
                {learnt === null ? (
                  <ToneLine state="waiting">{t('open')}</ToneLine>
                ) : (
                  <ToneLine state="checked">{t('learnt', { when: units.moment(learnt, nowMs) })}</ToneLine>
                )}
              </div>
              <Button
                variant={lessonId === next ? 'filled' : 'default'}
                aria-label={learnt === null ? t('beginWhat', { title }) : t('againWhat', { title })}
                onClick={() => onOpen(lessonId)}
              >
                {learnt === null ? t('begin') : t('again')}
              </Button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
