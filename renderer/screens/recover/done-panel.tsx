import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RecoveryResult } from '#shared/contracts/index.ts'
import { FolderIcon, GuardedIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { PlaceName, usePlaceText } from '../../parts/place-name.tsx'
import tone from '../../parts/tone.module.css'
import { Trouble } from '../../parts/trouble.tsx'
import { useFocusOnShow } from '../../parts/use-focus-on-show.ts'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './recover.module.css'

type DonePanelProps = { result: RecoveryResult; onRight: () => void; onWrong: () => void }

/** It is back: where it is, how long it took, and whether it was the right one. */
export function DonePanel({ result, onRight, onWrong }: DonePanelProps) {
  const { t } = useTranslation('recover')
  const { shell } = useServices()
  const units = useUnits()
  const folder = usePlaceText(result.folder).name
  const open = useAction(async () => {
    await shell.openFolder({ path: result.folder })
  })
  const heading = useFocusOnShow<HTMLHeadingElement>()
  return (
    <section className={`${tone.tone} ${classes.done}`} data-tone="guarded" aria-labelledby="done-title">
      <GuardedIcon size="4rem" className={classes.doneIcon} />
      <div className={classes.doneWords}>
        <h2 id="done-title" ref={heading} tabIndex={-1} className={classes.doneTitle}>
          {t('done', { duration: units.duration(result.durationMs) })}
        </h2>
        <p>{t('doneWhere', { folder })}</p>
        <PlaceName path={result.folder} />
        {result.skips > 0 && <Note tone="attention" title={t('doneSkips', { count: result.skips })} />}
        <div className={classes.actions}>
          <Button size="lg" leftSection={<FolderIcon />} onClick={open.run}>
            {t('openFolder')}
          </Button>
          <Button size="lg" variant="default" onClick={onRight}>
            {t('wasRight')}
          </Button>
          <Button size="lg" variant="default" onClick={onWrong}>
            {t('wasWrong')}
          </Button>
        </div>
        {open.state.kind === 'failed' && <Trouble error={open.state.error} />}
      </div>
    </section>
  )
}
