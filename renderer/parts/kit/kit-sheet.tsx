import { type ReactNode, useMemo } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { encode } from 'uqr'
import { useUnits } from '../use-units.ts'
import classes from './kit-sheet.module.css'

type KitSheetProps = {
  words: readonly string[]
  clinicName: string
  printedAtMs: number
  /** Where copies are, as people call it. */
  places: ReactNode
}

/** White around a code, in modules: readers want four. */
const QUIET = 4
/** Dots a module: enough for a printer, and a picture that a PDF keeps as it is. */
const DOTS = 8

/** The paper: one plain page with the words, the same words as a code, and what to do with them. Seen only by the printer. */
export function KitSheet({ words, clinicName, printedAtMs, places }: KitSheetProps) {
  const { t } = useTranslation('kit')
  const units = useUnits()
  const paper = document.getElementById('paper')
  const code = useMemo(() => codePicture(words.join(' ')), [words])
  if (!paper) return null
  return createPortal(
    <article className={classes.sheet}>
      <header className={classes.header}>
        <div>
          <h1>{t('sheet.title')}</h1>
          <dl className={classes.facts}>
            <dt>{t('sheet.clinic')}</dt>
            <dd>{clinicName}</dd>
            <dt>{t('sheet.date')}</dt>
            <dd>{units.date(printedAtMs)}</dd>
            <dt>{t('sheet.place')}</dt>
            <dd>{places}</dd>
          </dl>
        </div>
        <figure className={classes.code}>
          <img src={code} alt={t('sheet.code')} />
          <figcaption>{t('sheet.code')}</figcaption>
        </figure>
      </header>
      <p className={classes.intro}>{t('sheet.intro')}</p>
      <ol className={classes.words}>
        {words.map((word, index) => (
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
        <li>{t('sheet.rule5')}</li>
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

/** A code as a picture, not as drawn lines: so a PDF of the paper still holds it as one, and can be read again. */
function codePicture(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET })
  const canvas = document.createElement('canvas')
  canvas.width = size * DOTS
  canvas.height = size * DOTS
  const context = canvas.getContext('2d')
  if (!context) return ''
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#000'
  for (const [y, row] of data.entries())
    for (const [x, isDark] of row.entries()) if (isDark) context.fillRect(x * DOTS, y * DOTS, DOTS, DOTS)
  return canvas.toDataURL('image/png')
}
