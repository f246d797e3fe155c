import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { isInside } from '#shared/domain/index.ts'
import { AddIcon } from '../../parts/icons/index.ts'
import { PlaceName } from '../../parts/place-name.tsx'
import { placeWords } from '../../parts/place-words.ts'
import { useServices } from '../../state/services.tsx'
import { useAnswer } from '../../state/use-answer.ts'
import { setupStore } from './setup-store.ts'
import classes from './step.module.css'

/** Folders of this computer that hold something and that many clinics work in, each one press away. */
export function UsualFolders({ isBusy, onAdd }: { isBusy: boolean; onAdd: (path: string) => void }) {
  const { t } = useTranslation('firstSteps')
  const { engine } = useServices()
  const { folders } = useStore(setupStore)
  const { answer } = useAnswer(() => engine.proposeInventory({ paths: [] }))
  const found = answer.kind === 'ready' ? answer.value.folders : []
  const open = found.filter((path) => !folders.some(({ findings }) => isInside(path, findings.path)))
  if (open.length === 0) return null
  return (
    <div className={classes.group}>
      <h3 id="usual-folders" className={classes.caption}>
        {t('protect.usual')}
      </h3>
      <ul className={classes.list} aria-labelledby="usual-folders">
        {open.map((path) => (
          <li key={path} className={classes.member}>
            <PlaceName path={path} />
            <Button
              variant="default"
              leftSection={<AddIcon />}
              disabled={isBusy}
              aria-label={t('protect.usualAdd', { name: placeWords(path).name })}
              onClick={() => onAdd(path)}
            >
              {t('protect.usualAddShort')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
