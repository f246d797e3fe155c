import { useTranslation } from 'react-i18next'
import type { WireError } from '#shared/errors/index.ts'
import { Note } from '../note.tsx'
import { Trouble } from '../trouble.tsx'
import classes from './databases.module.css'

const WORDS = {
  DB_101: 'busy',
  DB_105: 'missing',
  DB_106: 'silent',
  DB_107: 'refused',
  DB_108: 'tools',
  DB_109: 'rights',
} as const

/** What is wrong with a connection that is being tried. There are no copies yet that one could be reassured about. */
export function TrialTrouble({ error }: { error: WireError }) {
  const { t } = useTranslation(['databases', 'common'])
  const words = WORDS[error.code as keyof typeof WORDS]
  if (words === undefined) return <Trouble error={error} />
  return (
    <Note tone="needs-you" title={t(`trial.${words}`)} isUrgent>
      <p>{t(`trial.${words}Todo`)}</p>
      <p className={classes.small}>{t('common:code', { code: error.code })}</p>
    </Note>
  )
}
