import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { technicianCalled } from './store.ts'

/** The way to somebody who can help, from wherever something went wrong. `isQuiet` where other things matter more. */
export function CallTechnician({ isQuiet = false }: { isQuiet?: boolean }) {
  const { t } = useTranslation('technician')
  return (
    <Button
      variant={isQuiet ? 'transparent' : 'default'}
      {...(isQuiet && { size: 'compact-sm', c: 'inherit', td: 'underline', px: 0 })}
      aria-haspopup="dialog"
      onClick={() => technicianCalled.setState({ isOpen: true })}
    >
      {t('open')}
    </Button>
  )
}
