import { Button, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type LessonAnswer, type LessonId, type LessonOption, lessonOptionSchema } from '#shared/domain/index.ts'
import choice from '../../parts/choice.module.css'
import { LineField } from '../../parts/fields.tsx'
import { BackIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './learn.module.css'

type LessonViewProps = {
  lessonId: LessonId
  /** Who learns; empty while nobody said so. */
  name: string
  onAnswered: (answer: LessonAnswer) => void
  onBack: () => void
}

/** One lesson: three sentences to remember, and a question that the engine judges. */
export function LessonView({ lessonId, name, onAnswered, onBack }: LessonViewProps) {
  const { t } = useTranslation('training')
  const { engine } = useServices()
  const [typed, setTyped] = useState('')
  const [option, setOption] = useState<LessonOption | null>(null)
  const [isAsked, setIsAsked] = useState(false)
  const [answered, setAnswered] = useState<LessonAnswer | null>(null)
  const who = name || typed.trim()
  const isNameMissing = who.length < 2
  const send = useAction(async () => {
    setIsAsked(true)
    if (option === null || isNameMissing) return
    const answer = await engine.answerLesson({ lessonId, option, name: who })
    setAnswered(answer)
    onAnswered(answer)
  })
  return (
    <form
      className={classes.page}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send.run()
      }}
    >
      <ScreenTitle aside={t('minutes')}>{t(`lesson.${lessonId}.title`)}</ScreenTitle>
      <div className={classes.text}>
        <p>{t(`lesson.${lessonId}.text1`)}</p>
        <p>{t(`lesson.${lessonId}.text2`)}</p>
        <p>{t(`lesson.${lessonId}.text3`)}</p>
      </div>
      <fieldset className={classes.options}>
        <legend>{t(`lesson.${lessonId}.question`)}</legend>
        {lessonOptionSchema.options.map((one) => (
          <Radio
            key={one}
            className={choice.choice ?? ''}
            name="option"
            label={t(`lesson.${lessonId}.${one}`)}
            checked={option === one}
            onChange={() => {
              setOption(one)
              setAnswered(null)
            }}
          />
        ))}
      </fieldset>
      {name === '' && (
        <div className={classes.who}>
          <LineField
            label={t('name')}
            description={t('nameHint')}
            value={typed}
            maxLength={60}
            autoComplete="off"
            error={isAsked && isNameMissing ? t('nameMissing') : undefined}
            onText={setTyped}
          />
        </div>
      )}
      {isAsked && option === null && <Note tone="attention" title={t('chooseMissing')} isUrgent />}
      {answered?.isRight === true && <Note tone="guarded" title={t('right', { name: answered.name })} isUrgent />}
      {answered?.isRight === false && <Note tone="attention" title={t('wrong')} isUrgent />}
      {send.state.kind === 'failed' && <Trouble error={send.state.error} />}
      <div className={classes.actions}>
        <Button variant="default" leftSection={<BackIcon />} onClick={onBack}>
          {t('back')}
        </Button>
        {answered?.isRight !== true && (
          <Button type="submit" loading={send.state.kind === 'busy'}>
            {t('answer')}
          </Button>
        )}
      </div>
    </form>
  )
}
