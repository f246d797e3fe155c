import { Button, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { KitIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { usePreferences } from '../../state/services.tsx'
import classes from './kit-proof.module.css'
import { wrongPositions } from './proof.ts'
import { goToStep, setupStore } from './setup-store.ts'
import { Step } from './step.tsx'

type Verdict =
  | { readonly kind: 'none' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'wrong'; readonly positions: number[] }

/** Three words, typed from the paper. Only this shows that there is one. */
export function KitProof({ onLook }: { onLook: () => void }) {
  const { t } = useTranslation(['firstSteps', 'kit'])
  const { kit } = useStore(setupStore)
  const positions = kit?.proofPositions ?? []
  const said = useSaidPositions(positions)
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({})
  const [verdict, setVerdict] = useState<Verdict>({ kind: 'none' })
  const fields = useRef(new Map<number, HTMLInputElement>())

  function prove() {
    if (!kit) return
    const proof = positions.map((position) => ({ position, word: typed[position]?.trim() ?? '' }))
    const empty = proof.find(({ word }) => word === '')
    const wrong = wrongPositions(proof, kit.words)
    if (empty) setVerdict({ kind: 'missing' })
    else if (wrong.length > 0) setVerdict({ kind: 'wrong', positions: wrong })
    else {
      setupStore.setState({ proof })
      goToStep('start')
      return
    }
    fields.current.get(empty?.position ?? wrong[0] ?? 0)?.focus()
  }

  return (
    <Step
      name="kit"
      title={t('kit.proofTitle')}
      lead={t('kit.proofLead', { positions: said })}
      onBack={onLook}
      next={t('kit.prove')}
      onNext={prove}
    >
      <div className={classes.fields}>
        {positions.map((position) => (
          <TextInput
            key={position}
            ref={(field) => {
              if (field) fields.current.set(position, field)
            }}
            label={t('kit:wordLabel', { position })}
            value={typed[position] ?? ''}
            onChange={(event) => setTyped({ ...typed, [position]: event.currentTarget.value })}
            error={verdict.kind === 'wrong' && verdict.positions.includes(position)}
            maxLength={40}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        ))}
      </div>
      {verdict.kind === 'missing' && <Note tone="attention" title={t('kit.missing')} isUrgent />}
      {verdict.kind === 'wrong' && <Trouble error={{ code: 'KEY_105', params: {} }} />}
      <div>
        <Button variant="subtle" leftSection={<KitIcon />} onClick={onLook}>
          {t('kit.look')}
        </Button>
      </div>
    </Step>
  )
}

/** "3, 9 e 14" */
function useSaidPositions(positions: readonly number[]): string {
  const { language } = usePreferences()
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(positions.map(String))
}
