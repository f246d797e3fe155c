import { Button, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FolderFindings } from '#shared/domain/index.ts'
import { DatabaseIcon, FolderIcon } from '../../parts/icons/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { PlaceName, usePlaceText } from '../../parts/place-name.tsx'
import { placeWords } from '../../parts/place-words.ts'
import { useUnits } from '../../parts/use-units.ts'
import { type ChosenFolder, switchDatabase } from './choices.ts'
import { setupStore } from './setup-store.ts'
import classes from './step.module.css'

/** One chosen folder: what was found in it, and its databases with a switch each. */
export function FolderCard({ chosen }: { chosen: ChosenFolder }) {
  const { t } = useTranslation(['firstSteps', 'common'])
  const { findings } = chosen
  const { name } = usePlaceText(findings.path)
  const remove = () =>
    setupStore.setState(({ folders }) => ({
      folders: folders.filter((other) => other.findings.path !== findings.path),
    }))
  return (
    <li className={classes.card}>
      <FolderIcon size="2rem" />
      <div className={classes.words}>
        <PlaceName path={findings.path} size="lg" />
        <FoundWords findings={findings} />
      </div>
      <Button variant="subtle" aria-label={t('protect.remove', { name })} onClick={remove}>
        {t('protect.removeShort')}
      </Button>
      {findings.databases.length > 0 && <Databases chosen={chosen} />}
    </li>
  )
}

export function FoundWords({ findings }: { findings: FolderFindings }) {
  const { t } = useTranslation(['firstSteps', 'common'])
  const units = useUnits()
  if (findings.files === 0 && !findings.isPartial) return <p className={classes.soft}>{t('protect.empty')}</p>
  const found = { files: t('common:files', { count: findings.files }), size: units.bytes(findings.bytes) }
  return <p>{findings.isPartial ? t('protect.foundMore', found) : t('protect.found', found)}</p>
}

function Databases({ chosen: { findings, databasesOff } }: { chosen: ChosenFolder }) {
  const { t } = useTranslation(['firstSteps', 'common'])
  const units = useUnits()
  const flip = (databasePath: string, isOn: boolean) =>
    setupStore.setState(({ folders }) => ({ folders: switchDatabase(folders, findings.path, databasePath, isOn) }))
  return (
    <div className={classes.databases}>
      <ToneLine tone="guarded">{t('protect.databasesFound', { count: findings.databases.length })}</ToneLine>
      <p className={classes.soft}>{t('protect.databaseHint')}</p>
      {findings.databases.map(({ path, bytes }) => {
        const isOn = !databasesOff.has(path)
        return (
          <Switch
            key={path}
            checked={isOn}
            onChange={(event) => flip(path, event.currentTarget.checked)}
            label={
              <span className={classes.database}>
                <DatabaseIcon /> {placeWords(path).name} <span className={classes.soft}>{units.bytes(bytes)}</span>
              </span>
            }
            description={isOn ? undefined : t('protect.databaseOff')}
          />
        )
      })}
    </div>
  )
}
