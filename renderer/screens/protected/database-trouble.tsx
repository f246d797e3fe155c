import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SkipCode, Source } from '#shared/domain/index.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Note } from '../../parts/note.tsx'
import { useErrorText } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './protected.module.css'

/** What can be put right on this very screen is said so. */
const WAYS_OUT = ['SRC_107', 'DB_107', 'DB_109', 'DB_111'] as const

type TroubleProps = { source: Source; code: SkipCode }

/** Why the newest copy had to do without a database, and what a person can do about it here. */
export function DatabaseTrouble({ source, code }: TroubleProps) {
  const { t } = useTranslation(['databases', 'common'])
  const [isAsked, setIsAsked] = useState(false)
  const { safe, todo } = useErrorText({ code, params: {} })
  const own = WAYS_OUT.find((one) => one === code)
  return (
    <div className={classes.trouble}>
      <Note tone="attention" title={safe}>
        <p>{own && source.kind === 'server' ? t(`wayOut.${own}`) : todo}</p>
        <p className={classes.small}>{t('common:code', { code })}</p>
        {code === 'DB_111' && source.kind === 'server' && (
          <p>
            <Button variant="default" onClick={() => setIsAsked(true)}>
              {t('smaller.accept')}
            </Button>
          </p>
        )}
      </Note>
      {isAsked && <AcceptDialog source={source} onClose={() => setIsAsked(false)} />}
    </div>
  )
}

function AcceptDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t } = useTranslation('databases')
  const { engine, known } = useServices()
  const accept = useAction(async () => {
    await engine.acceptSmaller({ sourceId: source.id })
    await known.refresh()
    onClose()
  })
  return (
    <FormDialog
      title={t('smaller.title')}
      submit={t('smaller.confirm')}
      state={accept.state}
      onSubmit={accept.run}
      onClose={onClose}
    >
      <Text>{t('smaller.why')}</Text>
    </FormDialog>
  )
}
