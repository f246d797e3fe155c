import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePersonHere } from '../../state/services.tsx'

/** Typed once, kept while the window is open. */
let typedBefore = ''

/** Who signs: the one who is signed in, or, while nobody is registered, whoever writes a name in the field. */
export function useWho(): { who: string; field: ReactNode } {
  const { t } = useTranslation('plan')
  const signedIn = usePersonHere()
  const [typed, setTyped] = useState(typedBefore)
  const field = signedIn === null && (
    <TextInput
      size="md"
      label={t('who')}
      description={t('whoHint')}
      value={typed}
      maxLength={60}
      onChange={(event) => {
        typedBefore = event.currentTarget.value
        setTyped(typedBefore)
      }}
    />
  )
  return { who: signedIn ?? typed.trim(), field }
}
