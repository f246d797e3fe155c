import { useTranslation } from 'react-i18next'
import { Busy } from '../../../parts/busy.tsx'
import { ToneLine } from '../../../parts/note.tsx'
import type { Tone } from '../../../parts/tone.ts'
import { useServices } from '../../../state/services.tsx'
import { useAnswer } from '../../../state/use-answer.ts'

const tones = { opens: 'guarded', whole: 'guarded', odd: 'attention', damaged: 'attention' } as const satisfies Record<
  string,
  Tone
>

/** "Esta versão abre normalmente": read from the vault as soon as it is chosen. Give it the version as key. */
export function VersionCheck({ versionKey }: { versionKey: number }) {
  const { t } = useTranslation('wizard')
  const { engine } = useServices()
  const { answer } = useAnswer(() => engine.checkVersion({ versionKey }))
  // Without an answer there is nothing to say of it: the summary below tells when no place can be reached.
  if (answer.kind === 'failed') return null
  if (answer.kind === 'loading') return <Busy>{t('check.running')}</Busy>
  const { kind } = answer.value
  return (
    <p role="status">
      <ToneLine tone={tones[kind]}>{t(`check.${kind}`)}</ToneLine>
    </p>
  )
}
