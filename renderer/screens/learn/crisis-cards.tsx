import { Button } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { BackIcon } from '../../parts/icons/index.ts'
import { PaperButtons, Report, ReportFacts, ReportList, ReportSection } from '../../parts/report/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { useOverview } from '../../state/services.tsx'
import { useNow } from '../../state/use-now.ts'
import classes from './learn.module.css'

const CARDS = ['hostage', 'theft', 'fire', 'no-start', 'no-internet', 'system-down'] as const
export type CardId = (typeof CARDS)[number]

/** One sheet for each tight spot. */
export function CrisisCards({ onOpen }: { onOpen: (cardId: CardId) => void }) {
  const { t } = useTranslation('training')
  const id = useId()
  return (
    <section className={classes.group} aria-labelledby={id}>
      <h2 id={id} className={classes.heading}>
        {t('cards')}
      </h2>
      <p className={classes.soft}>{t('cardsLead')}</p>
      <ul className={classes.cards}>
        {CARDS.map((cardId) => {
          const title = t(`card.${cardId}.title`)
          return (
            <li key={cardId} className={classes.card}>
              <h3>{title}</h3>
              <p className={classes.soft}>{t(`card.${cardId}.lead`)}</p>
              <Button variant="default" aria-label={t('cardSeeWhat', { title })} onClick={() => onOpen(cardId)}>
                {t('cardSee')}
              </Button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** One card on the screen, and the way to have it on paper: steps, and lines for what only the clinic knows. */
export function CrisisCard({ cardId, onBack }: { cardId: CardId; onBack: () => void }) {
  const { t } = useTranslation('training')
  const { state } = useOverview()
  const nowMs = useNow()
  const clinicName = state.kind === 'fresh' ? '' : state.clinicName
  const title = t(`card.${cardId}.title`)
  const steps = ([1, 2, 3, 4, 5, 6] as const).map((step) => t(`card.${cardId}.do${step}`))
  return (
    <div className={classes.page}>
      <ScreenTitle lead={t(`card.${cardId}.lead`)} aside={t('cards')}>
        {title}
      </ScreenTitle>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <PaperButtons kind="card" suffix={cardId} title={title} clinicName={clinicName}>
        <Report title={title} clinicName={clinicName} atMs={nowMs} lead={t(`card.${cardId}.lead`)}>
          <ReportSection title={t('card.steps')}>
            <ReportList look="steps" items={steps} />
          </ReportSection>
          <ReportSection title={t('card.phones')}>
            <p>
              {t('card.phonesLead')} {t('card.police')}.
            </p>
            <ReportFacts
              facts={(['technician', 'manager', 'support', 'kitPlace', 'diskPlace'] as const).map((line) => [
                t(`card.${line}`),
                t('card.blank'),
              ])}
            />
          </ReportSection>
        </Report>
      </PaperButtons>
      <div className={classes.actions}>
        <Button variant="default" leftSection={<BackIcon />} onClick={onBack}>
          {t('cardBack')}
        </Button>
      </div>
    </div>
  )
}
