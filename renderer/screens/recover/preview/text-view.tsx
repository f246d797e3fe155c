import { useTranslation } from 'react-i18next'
import type { Preview } from '#shared/contracts/index.ts'
import classes from './preview.module.css'

/** Text as text, whatever it says. */
export function TextView({ text, encoding, isCut }: Extract<Preview, { kind: 'text' }>) {
  const { t } = useTranslation('look')
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={classes.text} tabIndex={0}>
        {text}
      </pre>
      {isCut && <p>{t('preview.textCut')}</p>}
      {encoding === 'windows-1252' && <p className={classes.soft}>{t('preview.oldEncoding')}</p>}
    </>
  )
}
