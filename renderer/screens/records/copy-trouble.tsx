import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { WireError } from '#shared/errors/index.ts'
import { Trouble } from '../../parts/trouble.tsx'

type CopyTroubleProps = { error: WireError; onRetry: () => void; onReopen: () => void }

/** What failed while a copy was open can be asked again; of one that was closed meanwhile, only by choosing it again. */
export function CopyTrouble({ error, onRetry, onReopen }: CopyTroubleProps) {
  const { t } = useTranslation('records')
  if (error.code !== 'REC_106') return <Trouble error={error} onRetry={onRetry} />
  return (
    <Trouble error={error}>
      <p>
        <Button variant="default" onClick={onReopen}>
          {t('reopen')}
        </Button>
      </p>
    </Trouble>
  )
}
