import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Overview } from '#shared/contracts/index.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Note } from '../../parts/note.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './home.module.css'

/** A new computer went on with the clinic's copies while this one was away: what that means, and the way back. */
export function TakenOverCard({ overview }: { overview: Overview }) {
  const { t } = useTranslation('rescue')
  const { engine, known } = useServices()
  const [isAsked, setIsAsked] = useState(false)
  const goOn = useAction(async () => {
    await engine.goOnHere({})
    await known.refresh()
    setIsAsked(false)
  })
  if (overview.openFailure?.error.code !== 'NEW_103') return null
  return (
    <Note tone="needs-you" title={t('old.title')} isUrgent>
      <p>{t('old.body')}</p>
      <p className={classes.strong}>{t('old.stays')}</p>
      <div className={classes.noticeActions}>
        <Button variant="default" onClick={() => setIsAsked(true)}>
          {t('old.goOn')}
        </Button>
      </div>
      {isAsked && (
        <FormDialog
          title={t('old.dialog')}
          submit={t('old.confirm')}
          state={goOn.state}
          onSubmit={goOn.run}
          onClose={() => setIsAsked(false)}
        >
          <p>{t('old.sure')}</p>
        </FormDialog>
      )}
    </Note>
  )
}
