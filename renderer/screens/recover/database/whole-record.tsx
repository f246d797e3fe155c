import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DatabaseIcon } from '../../../parts/icons/index.ts'
import { Panel } from '../../../parts/panel.tsx'
import { useOverview } from '../../../state/services.tsx'
import classes from './database.module.css'

/** The way to a database that comes back; only where a clinic protects one and has a copy. */
export function WholeRecord({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation('databaseRecovery')
  const { sources, copies } = useOverview()
  if (copies === 0 || sources.every(({ kind }) => kind === 'folder')) return null
  return (
    <div className={classes.below}>
      <Panel icon={DatabaseIcon} title={t('title')}>
        <p>{t('door')}</p>
        <div>
          <Button variant="default" size="md" onClick={onOpen}>
            {t('open')}
          </Button>
        </div>
      </Panel>
    </div>
  )
}
