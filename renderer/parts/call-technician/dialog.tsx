import { Button, Checkbox, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { type DiagnosisPart, essentialParts } from '#shared/diagnosis/index.ts'
import { useAction } from '../../state/use-action.ts'
import { Busy } from '../busy.tsx'
import { Note } from '../note.tsx'
import { PlaceName } from '../place-name.tsx'
import { Trouble } from '../trouble.tsx'
import { useUnits } from '../use-units.ts'
import classes from './call-technician.module.css'
import { technicianCalled } from './store.ts'
import { type Done, usePacket } from './use-packet.ts'

/** "Chamar o técnico": what would go, to be read before anything does; stands once in a window. */
export function TechnicianDialog() {
  const { t } = useTranslation(['technician', 'common'])
  const isOpen = useStore(technicianCalled, (known) => known.isOpen)
  return (
    <Modal
      opened={isOpen}
      onClose={() => technicianCalled.setState({ isOpen: false })}
      size="xl"
      // Over whatever dialog it was asked for from.
      zIndex={300}
      title={<span className={classes.title}>{t('title')}</span>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      attributes={{ header: { role: 'presentation' } }}
    >
      <PacketView />
    </Modal>
  )
}

function PacketView() {
  const { t } = useTranslation('technician')
  const units = useUnits()
  const { answer, textOf, save, send } = usePacket()
  const [without, setWithout] = useState<readonly DiagnosisPart[]>([])
  const [done, setDone] = useState<Done | null>(null)
  const act = useAction(async (work: () => Promise<Done | null>) => {
    const result = await work()
    if (result) setDone(result)
  })
  if (answer.kind === 'loading') return <Busy>{t('making')}</Busy>
  if (answer.kind === 'failed') return <Trouble error={answer.error} isHelpNear />
  const packet = answer.value
  const { packetId, to, diagnosis } = packet
  const text = textOf(packet, without)
  const bytes = (of: string) => units.bytes(new TextEncoder().encode(of).length)
  const isBusy = act.state.kind === 'busy'
  return (
    <div className={classes.packet} data-testid="packet">
      <p>{t('lead')}</p>
      <p>{t('names')}</p>
      {packetId === null && <Note tone="attention" title={t('engineAway')} />}
      <fieldset className={classes.parts}>
        <legend className={classes.legend}>{t('what')}</legend>
        <ul className={classes.list}>
          {diagnosis.parts.map(({ part, text: body }) => {
            const isEssential = essentialParts.includes(part)
            return (
              <li key={part} className={classes.part}>
                <div className={classes.line}>
                  <Checkbox
                    label={t(`parts.${part}`)}
                    description={isEssential ? t('always') : undefined}
                    checked={isEssential || !without.includes(part)}
                    disabled={isEssential}
                    onChange={({ currentTarget: { checked } }) => {
                      setDone(null)
                      setWithout((left) => (checked ? left.filter((each) => each !== part) : [...left, part]))
                    }}
                  />
                  <span className={classes.size}>{bytes(body)}</span>
                </div>
                <Reading summary={t('read')} label={t('readPart', { part: t(`parts.${part}`) })} text={body} />
              </li>
            )
          })}
        </ul>
      </fieldset>
      <Reading summary={t('whole')} text={text} testId="packet-text" />
      <p className={classes.size}>{t('size', { size: bytes(text) })}</p>
      {act.state.kind === 'failed' && <Trouble error={act.state.error} isHelpNear />}
      <div className={classes.actions}>
        <Button loading={isBusy} onClick={() => act.run(() => save(packet, without))}>
          {t('save')}
        </Button>
        {packetId !== null && to && to.length > 0 && (
          <Button variant="default" disabled={isBusy} onClick={() => act.run(() => send(packetId, without))}>
            {t('send', { to: to.join(', ') })}
          </Button>
        )}
      </div>
      {to?.length === 0 && <p className={classes.size}>{t('noAddress')}</p>}
      {done && (
        <Note key={done.kind} tone="guarded" title={t(done.kind)} isUrgent>
          {done.kind === 'saved' && <PlaceName path={done.path} />}
          <p>
            {done.kind === 'saved' ? t('savedBody') : t('sentBody', { to: done.to, size: units.bytes(done.bytes) })}
          </p>
        </Note>
      )}
    </div>
  )
}

/** A text of the packet, exactly as it goes. */
function Reading({ summary, label, text, testId }: { summary: string; label?: string; text: string; testId?: string }) {
  return (
    <details className={classes.reading}>
      <summary aria-label={label}>{summary}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard */}
      <pre tabIndex={0} className={classes.text} data-testid={testId}>
        {text}
      </pre>
    </details>
  )
}
