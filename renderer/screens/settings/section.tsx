import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Trouble } from '../../parts/trouble.tsx'
import type { ActionState } from '../../state/use-action.ts'
import { headingId, type SectionName } from './contents.tsx'
import classes from './settings.module.css'

type SectionFrameProps = {
  name: SectionName
  title: string
  lead: string
  children: ReactNode
  /** Without it nothing is saved here by a button. */
  onSave?: () => void
  isChanged?: boolean
  saving?: ActionState
  /** What is wrong with what was typed. */
  wrong?: string | undefined
}

/** One subject of the settings: what it is for, its fields, and the button that saves them. */
export function Section({ name, title, lead, children, onSave, isChanged = false, saving, wrong }: SectionFrameProps) {
  const { t } = useTranslation('settings')
  const id = headingId(name)
  return (
    <form
      className={classes.section}
      aria-labelledby={id}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isChanged) onSave?.()
      }}
    >
      <div>
        <h2 id={id} tabIndex={-1} className={classes.heading}>
          {title}
        </h2>
        <p className={classes.soft}>{lead}</p>
      </div>
      <div className={classes.fields}>{children}</div>
      {wrong && (
        <p role="alert" className={classes.wrong}>
          {wrong}
        </p>
      )}
      {onSave && (
        <div className={classes.foot}>
          <Button type="submit" disabled={!isChanged} loading={saving?.kind === 'busy'}>
            {t('save')}
          </Button>
        </div>
      )}
      {saving?.kind === 'failed' && <Trouble error={saving.error} />}
    </form>
  )
}
