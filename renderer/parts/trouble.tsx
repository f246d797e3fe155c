import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { WireError } from '#shared/errors/index.ts'
import { CallTechnician } from './call-technician/call-button.tsx'
import { Note } from './note.tsx'
import classes from './tone.module.css'

type TroubleProps = {
  error: WireError
  onRetry?: () => void
  children?: ReactNode
  /** The packet for the technician is in sight already. */
  isHelpNear?: boolean
}

/** What is safe, what to do, and the code small for the technician; where it can be done again, the button. The only way a coded failure is shown. */
export function Trouble({ error, onRetry, children, isHelpNear = false }: TroubleProps) {
  const { t } = useTranslation()
  const { safe, todo } = useErrorText(error)
  return (
    <Note tone="needs-you" title={safe} isUrgent>
      <p>{todo}</p>
      <p className={`${classes.small} ${classes.apart}`}>
        <span>{t('code', { code: error.code })}</span>
        {!isHelpNear && <CallTechnician isQuiet />}
      </p>
      {onRetry && (
        <p>
          <Button variant="default" onClick={onRetry}>
            {t('tryAgain')}
          </Button>
        </p>
      )}
      {children}
    </Note>
  )
}

/** The two sentences of a coded failure, with its numbers filled in. */
export function useErrorText({ code, params }: WireError): { safe: string; todo: string } {
  const { i18n } = useTranslation()
  // Which blanks a sentence has depends on the code, which no type can follow here.
  const say = i18n.t as unknown as (key: string, params: WireError['params']) => string
  return { safe: say(`errors:${code}.safe`, params), todo: say(`errors:${code}.todo`, params) }
}
