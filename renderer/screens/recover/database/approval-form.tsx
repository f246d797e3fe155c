import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { personIdSchema, type RecoveryApproval } from '#shared/domain/index.ts'
import { useOverview, usePersonHere } from '../../../state/services.tsx'

export type ApprovalDraft = { readonly person: string; readonly isManager: boolean; readonly clinicName: string }
/** Somebody who is signed in is known, and so is what they may: only the clinic's name is typed then. */
export function useApproval() {
  const here = usePersonHere()
  return useState<ApprovalDraft>({ person: here ?? '', isManager: here !== null, clinicName: '' })
}

/** Undefined while something is missing. Whether it is enough the engine decides. */
export function approvalOf({ person, isManager, clinicName }: ApprovalDraft, fingerprint: string) {
  const named = personIdSchema.safeParse(person)
  if (!named.success || !isManager || clinicName.trim() === '') return undefined
  return { fingerprint, person: named.data, role: 'manager', clinicName } satisfies RecoveryApproval
}

/** What a manager fills in before the database in use is exchanged. */
export function ApprovalFields({ draft, onDraft }: { draft: ApprovalDraft; onDraft: (draft: ApprovalDraft) => void }) {
  const { t } = useTranslation('databaseRecovery')
  const { state } = useOverview()
  const here = usePersonHere()
  const name = state.kind === 'fresh' ? '' : state.clinicName
  return (
    <>
      {here === null && (
        <TextInput
          size="md"
          label={t('approve.person')}
          value={draft.person}
          autoComplete="off"
          maxLength={100}
          onChange={(event) => onDraft({ ...draft, person: event.currentTarget.value })}
        />
      )}
      <TextInput
        size="md"
        label={t('approve.clinic')}
        description={t('approve.clinicHint', { name })}
        value={draft.clinicName}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        // Typed, not pasted: the point is that somebody reads it.
        onPaste={(event) => event.preventDefault()}
        onChange={(event) => onDraft({ ...draft, clinicName: event.currentTarget.value })}
      />
      {here === null && (
        <Checkbox
          size="md"
          label={t('approve.manager')}
          checked={draft.isManager}
          onChange={(event) => onDraft({ ...draft, isManager: event.currentTarget.checked })}
        />
      )}
    </>
  )
}
