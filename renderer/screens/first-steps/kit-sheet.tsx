import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { usePlaceText } from '../../parts/place-name.tsx'
import { useUnits } from '../../parts/use-units.ts'
import classes from './kit-sheet.module.css'
import type { Kit } from './setup-store.ts'

type KitSheetProps = { kit: Kit; clinicName: string; placePath: string }

/** The paper: one plain page with the words and what to do with them. Seen only by the printer. */
export function KitSheet({ kit, clinicName, placePath }: KitSheetProps) {
  const { t } = useTranslation('kit')
  const units = useUnits()
  const place = usePlaceText(placePath)
  const paper = document.getElementById('paper')
  if (!paper) return null
  return createPortal(
    <article className={classes.sheet}>
      <header className={classes.header}>
        <h1>{t('sheet.title')}</h1>
        <dl className={classes.facts}>
          <dt>{t('sheet.clinic')}</dt>
          <dd>{clinicName}</dd>
          <dt>{t('sheet.date')}</dt>
          <dd>{units.date(kit.madeAtMs)}</dd>
          <dt>{t('sheet.place')}</dt>
          <dd>{place.parents === '' ? place.name : `${place.name} (${place.parents})`}</dd>
        </dl>
      </header>
      <p className={classes.intro}>{t('sheet.intro')}</p>
      <ol className={classes.words}>
        {kit.words.map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a word may occur twice; its position is what it is
          <li key={index}>
            <span className={classes.number}>{index + 1}</span> {word}
          </li>
        ))}
      </ol>
      <p className={classes.warning}>{t('warning')}</p>
      <h2>{t('sheet.rulesTitle')}</h2>
      <ul className={classes.rules}>
        <li>{t('sheet.rule1')}</li>
        <li>{t('sheet.rule2')}</li>
        <li>{t('sheet.rule3')}</li>
        <li>{t('sheet.rule4')}</li>
      </ul>
      <div className={classes.kept}>
        <span>{t('sheet.keptBy')}</span>
        <span>{t('sheet.keptSince')}</span>
      </div>
      <p className={classes.technician}>{t('sheet.technician')}</p>
    </article>,
    paper,
  )
}
