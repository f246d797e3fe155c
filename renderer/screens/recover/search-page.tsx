import { useTranslation } from 'react-i18next'
import type { FoundFile } from '#shared/contracts/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ClockIcon, SearchIcon } from '../../parts/icons/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { SearchBox } from '../../parts/search-box.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useOverview } from '../../state/services.tsx'
import { FoundList } from './found-list.tsx'
import classes from './recover.module.css'
import { RememberedFields } from './remembered-fields.tsx'
import { type Remembered, SEARCH_LIMIT, shownOf, useSearch } from './use-search.ts'

type SearchPageProps = {
  text: string
  onText: (text: string) => void
  /** What else was said, where it is kept while a file is looked at. */
  remembered: Remembered
  onRemembered: (remembered: Remembered) => void
  onPick: (file: FoundFile) => void
  /** False where the screen around it has one. */
  hasTitle?: boolean
}

/** One field over all copies. What was found is a list of buttons. */
export function SearchPage({ text, onText, remembered, onRemembered, onPick, hasTitle = true }: SearchPageProps) {
  const { t } = useTranslation(['recover', 'common'])
  const { copies } = useOverview()
  const { search, again } = useSearch(text, remembered)
  if (copies === 0)
    return (
      <div className={classes.page}>
        <ScreenTitle>{t('title')}</ScreenTitle>
        <EmptyState icon={ClockIcon} title={t('noCopies')}>
          {t('noCopiesWhy')}
        </EmptyState>
      </div>
    )
  const shown = shownOf(search)
  const named = shown.filter(({ isSimilar }) => !isSimilar).length
  return (
    <div className={classes.page}>
      {hasTitle && <ScreenTitle lead={t('lead')}>{t('title')}</ScreenTitle>}
      <search className={classes.page}>
        <SearchBox label={t('searchLabel')} hint={t('searchHint')} text={text} onText={onText} />
        <RememberedFields value={remembered} onChange={onRemembered} />
      </search>
      <div role="status" className={classes.answer}>
        {search.kind === 'found' && search.files.length > 0 && (
          <p className={classes.count}>{named > 0 ? t('results', { count: named }) : t('nothing')}</p>
        )}
        {search.kind === 'found' && search.files.length === 0 && (
          <EmptyState icon={SearchIcon} title={t('nothing')}>
            {t('nothingWhy')}
          </EmptyState>
        )}
        {search.kind === 'searching' && <Busy>{t('searching')}</Busy>}
        {search.kind === 'waiting' && (
          <EmptyState icon={SearchIcon} title={t('before')}>
            {t('beforeWhy')}
          </EmptyState>
        )}
      </div>
      {search.kind === 'failed' && <Trouble error={search.error} onRetry={again} />}
      {shown.length > 0 && <FoundList files={shown} onPick={onPick} />}
      {named >= SEARCH_LIMIT && <p className={classes.soft}>{t('capped', { count: SEARCH_LIMIT })}</p>}
    </div>
  )
}
