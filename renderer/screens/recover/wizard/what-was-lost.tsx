import { Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  DatabaseIcon,
  DocumentIcon,
  FolderIcon,
  HelpIcon,
  type Icon,
  ThisComputerIcon,
} from '../../../parts/icons/index.ts'
import { useOverview } from '../../../state/services.tsx'
import classes from './wizard.module.css'

export const LOST = ['document', 'folder', 'record', 'computer', 'help'] as const
export type Lost = (typeof LOST)[number]
const icons: Readonly<Record<Lost, Icon>> = {
  document: DocumentIcon,
  folder: FolderIcon,
  record: DatabaseIcon,
  computer: ThisComputerIcon,
  help: HelpIcon,
}

/** The first question of the wizard. The document is what is asked for most, so its search stands below at once. */
export function WhatWasLost({ lost, onLost }: { lost: Lost; onLost: (lost: Lost) => void }) {
  const { t } = useTranslation('wizard')
  const { sources } = useOverview()
  const hasDatabase = sources.some(({ kind }) => kind !== 'folder')
  return (
    <Radio.Group
      label={t('what.title')}
      value={lost}
      onChange={(value) => onLost(LOST.find((one) => one === value) ?? 'document')}
    >
      <div className={classes.cards}>
        {LOST.filter((one) => one !== 'record' || hasDatabase).map((one) => {
          const LostIcon = icons[one]
          return (
            <Radio.Card key={one} value={one} className={classes.card ?? ''} data-chosen={one === lost || undefined}>
              <LostIcon size="1.75rem" />
              <span>{t(`what.${one}`)}</span>
            </Radio.Card>
          )
        })}
      </div>
    </Radio.Group>
  )
}
