import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Busy } from '../../../parts/busy.tsx'
import { ToneLine } from '../../../parts/note.tsx'
import type { State } from '../../../parts/tone.ts'
import { useServices } from '../../../state/services.tsx'
import { useAnswer } from '../../../state/use-answer.ts'

const told = { opens: 'checked', whole: 'checked', odd: 'attention', damaged: 'failed' } as const satisfies Record<
  string,
  State
>

type VersionCheckProps = { versionKey: number; onDamaged: (versionKey: number) => void }

/** "Esta versão abre normalmente": read from the vault as soon as it is chosen. Give it the version as key. */
export function VersionCheck({ versionKey, onDamaged }: VersionCheckProps) {
  const { t } = useTranslation('wizard')
  const { engine } = useServices()
  const { answer } = useAnswer(() => engine.checkVersion({ versionKey }))
  const isDamaged = answer.kind === 'ready' && answer.value.kind === 'damaged'
  useEffect(() => {
    if (isDamaged) onDamaged(versionKey)
  }, [isDamaged, onDamaged, versionKey])
  // Without an answer there is nothing to say of it: the summary below tells when no place can be reached.
  if (answer.kind === 'failed') return null
  if (answer.kind === 'loading') return <Busy>{t('check.running')}</Busy>
  const { kind } = answer.value
  return (
    <p role="status">
      <ToneLine state={told[kind]}>{t(`check.${kind}`)}</ToneLine>
    </p>
  )
}
