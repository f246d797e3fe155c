import { useTranslation } from 'react-i18next'
import { DatabaseIcon, DocumentIcon, FolderIcon, type Icon } from '../../../parts/icons/index.ts'
import { Note } from '../../../parts/note.tsx'
import { useOverview } from '../../../state/services.tsx'
import classes from '../recover.module.css'
import type { Lost } from './what-was-lost.tsx'
import own from './wizard.module.css'

type Way = { readonly key: 'file' | 'changed' | 'folder' | 'system'; readonly to: Lost; readonly icon: Icon }
const WAYS: readonly Way[] = [
  { key: 'file', to: 'document', icon: DocumentIcon },
  { key: 'changed', to: 'document', icon: DocumentIcon },
  { key: 'folder', to: 'folder', icon: FolderIcon },
  { key: 'system', to: 'record', icon: DatabaseIcon },
]

/** "Não sei, me ajude": what is seen at the counter, each with its way. */
export function HelpWay({ onLost }: { onLost: (lost: Lost) => void }) {
  const { t } = useTranslation('wizard')
  const { sources } = useOverview()
  const hasDatabase = sources.some(({ kind }) => kind !== 'folder')
  return (
    <section className={own.section} aria-labelledby="help-title">
      <h2 id="help-title" className={classes.heading}>
        {t('help.title')}
      </h2>
      <ul className={classes.list}>
        {WAYS.filter(({ to }) => to !== 'record' || hasDatabase).map(({ key, to, icon: WayIcon }) => (
          <li key={key}>
            <button type="button" className={classes.row} onClick={() => onLost(to)}>
              <WayIcon size="2rem" className={classes.fileIcon} />
              <span className={classes.words}>
                <span className={own.question}>{t(`help.${key}`)}</span>
                <span className={classes.soft}>{t(`help.${key}How`)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Note tone="needs-you" title={t('help.strange')}>
        <p>{t('help.strangeHow')}</p>
      </Note>
    </section>
  )
}
