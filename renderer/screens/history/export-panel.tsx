import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClinicIdentity } from '#shared/domain/index.ts'
import { Busy } from '../../parts/busy.tsx'
import { DocumentIcon } from '../../parts/icons/index.ts'
import { Panel } from '../../parts/panel.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { usePreferences, useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { type Filter, period } from './filter.ts'
import classes from './history.module.css'

/** Takes the lines of the chosen days along, with who the clinic is. */
export function ExportPanel({ filter }: { filter: Filter }) {
  const { t } = useTranslation('history')
  const { engine, shell } = useServices()
  const { language } = usePreferences()
  const { answer } = useAnswer(() => engine.clinicIdentity({}))
  const [saved, setSaved] = useState<{ readonly folder: string; readonly lines: number }>()
  const save = useAction(async () => {
    const { path } = await shell.chooseFolder({ purpose: 'recover-into' })
    if (path !== null) setSaved(await engine.exportAudit({ targetFolder: path, language, ...period(filter) }))
  })
  return (
    <Panel icon={DocumentIcon} title={t('saving.title')}>
      <p className={classes.soft}>{t('saving.body')}</p>
      {answer.kind === 'ready' && <Identity known={answer.value} />}
      <div className={classes.actions}>
        <Button loading={save.state.kind === 'busy'} onClick={() => save.run()}>
          {t('saving.button')}
        </Button>
        {saved && (
          <Button
            variant="default"
            onClick={() => void shell.openFolder({ path: saved.folder }).catch(() => undefined)}
          >
            {t('saving.open')}
          </Button>
        )}
      </div>
      {save.state.kind === 'busy' && <Busy>{t('saving.busy')}</Busy>}
      {saved && <p role="status">{t('saving.done', { count: saved.lines, folder: saved.folder })}</p>}
      {save.state.kind === 'failed' && <Trouble error={save.state.error} />}
    </Panel>
  )
}

function Identity({ known }: { known: ClinicIdentity }) {
  const { t } = useTranslation('history')
  const { engine } = useServices()
  const [cnpj, setCnpj] = useState(known.cnpj ?? '')
  const [cnes, setCnes] = useState(known.cnes ?? '')
  const [isSaved, setIsSaved] = useState(false)
  const numbers = { cnpj: plain(cnpj), cnes: plain(cnes) }
  const isCnpjWrong = numbers.cnpj !== null && !/^[0-9A-Z]{12}\d{2}$/.test(numbers.cnpj)
  const isCnesWrong = numbers.cnes !== null && !/^\d{7}$/.test(numbers.cnes)
  const save = useAction(async () => {
    await engine.setClinicIdentity(numbers)
    setIsSaved(true)
  })
  return (
    <form
      aria-label={t('saving.identity')}
      className={classes.filters}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isCnpjWrong && !isCnesWrong) save.run()
      }}
    >
      <TextInput
        size="md"
        label={t('saving.cnpj')}
        description={t('saving.cnpjHint')}
        error={isCnpjWrong && t('saving.wrongCnpj')}
        value={cnpj}
        onChange={({ currentTarget }) => {
          setCnpj(currentTarget.value)
          setIsSaved(false)
        }}
      />
      <TextInput
        size="md"
        label={t('saving.cnes')}
        description={t('saving.cnesHint')}
        error={isCnesWrong && t('saving.wrongCnes')}
        value={cnes}
        onChange={({ currentTarget }) => {
          setCnes(currentTarget.value)
          setIsSaved(false)
        }}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="default" loading={save.state.kind === 'busy'}>
          {t('saving.save')}
        </Button>
        {isSaved && <p role="status">{t('saving.saved')}</p>}
      </div>
      {save.state.kind === 'failed' && <Trouble error={save.state.error} />}
    </form>
  )
}

/** As people write it, dots and all. */
const plain = (text: string): string | null => text.toUpperCase().replace(/[^0-9A-Z]/g, '') || null
