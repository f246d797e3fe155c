import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallTechnician } from '../../parts/call-technician/index.ts'
import { LineField } from '../../parts/fields.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { Section } from './section.tsx'
import classes from './settings.module.css'

type Found = Awaited<ReturnType<ReturnType<typeof useServices>['engine']['whatIsSign']>>['found']

/** The packet for whoever helps from afar, and what a sign in it stands for. */
export function TechnicianSection() {
  const { t } = useTranslation('technician')
  const { engine } = useServices()
  const [sign, setSign] = useState('')
  const [found, setFound] = useState<Found | null>(null)
  const ask = useAction(async () => setFound((await engine.whatIsSign({ sign })).found))
  return (
    <Section name="technician" title={t('section.title')} lead={t('section.lead')}>
      <div className={classes.wide}>
        <CallTechnician />
      </div>
      <LineField
        label={t('section.sign')}
        description={t('section.signHint')}
        value={sign}
        maxLength={20}
        onText={(text) => {
          setFound(null)
          setSign(text)
        }}
      />
      <div>
        <Button variant="default" disabled={sign.trim() === ''} onClick={() => ask.run()}>
          {t('section.ask')}
        </Button>
      </div>
      <div role="status" className={classes.wide}>
        {found?.length === 0 && <p>{t('section.nothing')}</p>}
        {found && found.length > 0 && (
          <ul>
            {found.map(({ what, name }) => (
              <li key={`${what} ${name}`}>{t(`section.${what}`, { name })}</li>
            ))}
          </ul>
        )}
      </div>
      {ask.state.kind === 'failed' && <Trouble error={ask.state.error} />}
    </Section>
  )
}
