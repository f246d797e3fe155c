import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { BackIcon } from '../../parts/icons/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { type StepName, stepNames } from './setup-store.ts'
import classes from './step.module.css'

type StepProps = {
  name: StepName
  title: string
  lead: string
  children: ReactNode
  onBack?: (() => void) | undefined
  /** The way past a step that can wait. */
  onLater?: (() => void) | undefined
  next: string
  onNext: () => void
  isBusy?: boolean
  /** False while the step has nothing to go on with yet. */
  canGoOn?: boolean
  /** Something in the step comes first, and its own button stands out. */
  isWanting?: boolean
}

/** One step: where one is in words, what it asks, and the way back and on. Enter goes on. */
export function Step({
  name,
  title,
  lead,
  children,
  onBack,
  onLater,
  next,
  onNext,
  isBusy = false,
  canGoOn = true,
  isWanting = false,
}: StepProps) {
  const { t } = useTranslation(['firstSteps', 'common'])
  const step = stepNames.indexOf(name) + 1
  return (
    <form
      className={classes.step}
      aria-label={t('title')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (canGoOn && !isBusy) onNext()
      }}
    >
      <div className={classes.beads} aria-hidden="true">
        {stepNames.map((other, index) => (
          <span key={other} className={classes.bead} data-done={index < step} />
        ))}
      </div>
      <ScreenTitle aside={t('progress', { step, total: stepNames.length, name: t(`stepNames.${name}`) })} lead={lead}>
        {title}
      </ScreenTitle>
      <div className={classes.body}>{children}</div>
      <div className={classes.foot}>
        {onBack ? (
          <Button size="lg" variant="default" leftSection={<BackIcon />} onClick={onBack} disabled={isBusy}>
            {t('common:back')}
          </Button>
        ) : (
          <span />
        )}
        <div className={classes.on}>
          {onLater && (
            <Button size="lg" variant="subtle" onClick={onLater} disabled={isBusy}>
              {t('later')}
            </Button>
          )}
          <Button
            size="lg"
            variant={isWanting ? 'default' : 'filled'}
            type="submit"
            loading={isBusy}
            disabled={!canGoOn}
          >
            {next}
          </Button>
        </div>
      </div>
    </form>
  )
}
