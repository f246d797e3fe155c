import { useTranslation } from 'react-i18next'
import { FoundDatabases } from '../../parts/databases/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { useOverview, useServices } from '../../state/services.tsx'
import { useFreshOverview } from '../../state/use-fresh-overview.ts'
import { useNow } from '../../state/use-now.ts'
import { InventoryPart } from './inventory/inventory-part.tsx'
import classes from './protected.module.css'
import { ThingCard } from './thing-card.tsx'

/** Each thing of the clinic that is kept: what it is, who answers for it, how fresh its copy is. */
export function Protected() {
  const { t } = useTranslation('protectedThings')
  const { sources, freshness } = useOverview()
  const { engine, known } = useServices()
  const nowMs = useNow()
  useFreshOverview()
  return (
    <div className={classes.page}>
      <ScreenTitle lead={t('lead')}>{t('title')}</ScreenTitle>
      <ul className={classes.list}>
        {sources.map((source) => (
          <ThingCard
            key={source.id}
            source={source}
            item={freshness.items.find(({ sourceId }) => sourceId === source.id)}
            nowMs={nowMs}
          />
        ))}
      </ul>
      <FoundDatabases
        onProtect={async (database) => {
          await engine.addDatabase(database)
          await known.refresh()
        }}
      />
      <InventoryPart />
    </div>
  )
}
