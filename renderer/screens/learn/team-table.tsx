import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { isSameLearner, type LessonAnswer, learntAtMs, lessonIdSchema } from '#shared/domain/index.ts'
import { useUnits } from '../../parts/use-units.ts'
import classes from './learn.module.css'

/** Each person once, with how much still counts as learnt. Wrong answers are nobody's business. */
export function TeamTable({ answers, nowMs }: { answers: readonly LessonAnswer[]; nowMs: number }) {
  const { t } = useTranslation('training')
  const units = useUnits()
  const id = useId()
  const right = answers.filter(({ isRight }) => isRight)
  const people = right.filter((one, at) => right.findIndex((other) => isSameLearner(one, other)) === at)
  return (
    <section className={classes.group} aria-labelledby={id}>
      <h2 id={id} className={classes.heading}>
        {t('team')}
      </h2>
      {people.length === 0 && <p className={classes.soft}>{t('teamNone')}</p>}
      {people.length > 0 && (
        <table className={classes.team} aria-labelledby={id}>
          <tbody>
            {people.map((person) => {
              const learnt = lessonIdSchema.options.flatMap(
                (lessonId) => learntAtMs(answers, lessonId, person, nowMs) ?? [],
              )
              return (
                <tr key={person.number}>
                  <th scope="row">{person.name}</th>
                  <td>
                    {t('teamDone', {
                      done: units.count(learnt.length),
                      all: units.count(lessonIdSchema.options.length),
                    })}
                  </td>
                  <td className={classes.soft}>
                    {learnt.length > 0 && t('newest', { when: units.moment(Math.max(...learnt), nowMs) })}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </section>
  )
}
