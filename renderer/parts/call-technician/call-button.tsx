import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { callTechnician } from './store.ts'

type CallTechnicianProps = { isQuiet?: boolean; onCall?: () => void }

/**
 * The way to somebody who can help, from wherever something went wrong.
 *
 * `isQuiet` where other things matter more; `onCall` where something has to close first.
 */
export function CallTechnician({ isQuiet = false, onCall = callTechnician }: CallTechnicianProps) {
  const { t } = useTranslation('technician')
  return (
    <Button
      variant={isQuiet ? 'transparent' : 'default'}
      {...(isQuiet && { size: 'compact-sm', c: 'inherit', td: 'underline', px: 0 })}
      aria-haspopup="dialog"
      onClick={onCall}
    >
      {t('open')}
    </Button>
  )
}
