import { useTranslation } from 'react-i18next'
import type { Overview } from '#shared/contracts/index.ts'
import type { CopySummary } from '#shared/domain/index.ts'
import { DatabaseIcon, FolderIcon, GuardedIcon } from '../../parts/icons/index.ts'
import { Panel } from '../../parts/panel.tsx'
import { useUnits } from '../../parts/use-units.ts'
import classes from './home.module.css'

const TOLD_SKIPS = ['SRC_102', 'SRC_103', 'SRC_104', 'SRC_105', 'SRC_107'] as const

/** What is protected, by the clinic's own names, and how much of it the newest copy holds. */
export function ProtectedPanel({ overview }: { overview: Overview }) {
  const { t } = useTranslation(['home', 'common'])
  return (
    <Panel icon={GuardedIcon} title={t('protected.title')}>
      <ul className={classes.list}>
        {overview.sources.map((source) => (
          <li key={source.id} className={classes.item}>
            {source.kind === 'folder' ? <FolderIcon /> : <DatabaseIcon />}
            <div>
              <p className={classes.strong}>{source.label}</p>
              {source.kind !== 'folder' && <p className={classes.soft}>{t('protected.database')}</p>}
            </div>
          </li>
        ))}
      </ul>
      {overview.lastCopy && <InLastCopy copy={overview.lastCopy} />}
    </Panel>
  )
}

function InLastCopy({ copy }: { copy: CopySummary }) {
  const { t } = useTranslation(['home', 'common'])
  const units = useUnits()
  const files = t('common:files', { count: copy.files })
  const size = units.bytes(copy.sourceBytes)
  return (
    <>
      <p>
        {copy.databases > 0
          ? t('protected.databasesToo', { files, size, databases: t('common:databases', { count: copy.databases }) })
          : t('protected.inLastCopy', { files, size })}
      </p>
      {TOLD_SKIPS.map((code) => {
        const count = copy.skips[code]
        return count === undefined ? null : (
          <p key={code} className={classes.soft}>
            {t(`skip.${code}`, { count })}
          </p>
        )
      })}
    </>
  )
}
