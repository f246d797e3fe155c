import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { serverWords, type TriedDatabase, UnprovenBadge } from '../../parts/databases/index.ts'
import { DatabaseIcon } from '../../parts/icons/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { setupStore } from './setup-store.ts'
import classes from './step.module.css'

/** One database of a server that answered and will be protected. */
export function DatabaseCard({ database }: { database: TriedDatabase }) {
  const { t } = useTranslation(['firstSteps', 'databases', 'protectedThings'])
  const { label, server } = database
  const remove = () =>
    setupStore.setState(({ databases }) => ({ databases: databases.filter((other) => other !== database) }))
  return (
    <li className={classes.card}>
      <DatabaseIcon size="2rem" />
      <div className={classes.words}>
        <p className={classes.database}>
          <strong>{label}</strong> <UnprovenBadge kind={server.kind} />
        </p>
        <p className={classes.soft}>
          {t(`databases:kinds.${server.kind}`)}: {t('protectedThings:server', serverWords(server))}
        </p>
        <ToneLine state="checked">{t('databases:trial.fine')}</ToneLine>
      </div>
      <Button variant="subtle" aria-label={t('protect.remove', { name: label })} onClick={remove}>
        {t('protect.removeShort')}
      </Button>
    </li>
  )
}
