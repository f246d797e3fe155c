import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { WordsField } from '../fields.tsx'
import { AddIcon } from '../icons/index.ts'
import { Trouble } from '../trouble.tsx'
import classes from './databases.module.css'

type BesideProps = { lines: string; onLines: (lines: string) => void }

/** Paths of what a system needs beside its database: typed, or chosen. */
export function BesideField({ lines, onLines }: BesideProps) {
  const { t } = useTranslation('databases')
  const { shell } = useServices()
  const choose = useAction(async () => {
    const { path } = await shell.chooseFolder({ purpose: 'protect' })
    if (path !== null) onLines([...lines.split('\n').filter((line) => line.trim() !== ''), path].join('\n'))
  })
  return (
    <div className={classes.beside}>
      <p>{t('beside.lead')}</p>
      <WordsField maxRows={8} label={t('beside.field')} value={lines} spellCheck={false} onText={onLines} />
      <div>
        <Button variant="default" leftSection={<AddIcon />} onClick={choose.run}>
          {t('beside.add')}
        </Button>
      </div>
      {choose.state.kind === 'failed' && <Trouble error={choose.state.error} />}
    </div>
  )
}
