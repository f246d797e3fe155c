import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LineField } from '../../parts/fields.tsx'
import { usePersonHere } from '../../state/services.tsx'

/** Typed once, kept while the window is open. */
let typedBefore = ''

/** Who signs: the one who is signed in, or, while nobody is registered, whoever writes a name in the field. */
export function useWho(): { who: string; field: ReactNode } {
  const { t } = useTranslation('plan')
  const signedIn = usePersonHere()
  const [typed, setTyped] = useState(typedBefore)
  const field = signedIn === null && (
    <LineField
      label={t('who')}
      description={t('whoHint')}
      value={typed}
      maxLength={60}
      onText={(text) => {
        typedBefore = text
        setTyped(text)
      }}
    />
  )
  return { who: signedIn ?? typed.trim(), field }
}
