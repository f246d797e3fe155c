import { Button } from '@mantine/core'
import { memo, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundFile } from '#shared/contracts/index.ts'
import { DatabaseIcon, DocumentIcon, type Icon, PhotoIcon } from '../../parts/icons/index.ts'
import { LongList } from '../../parts/long-list/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { usePlaceText } from '../../parts/place-name.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useNow } from '../../state/use-now.ts'
import classes from './recover.module.css'

/** So many of the names that only look alike are shown before somebody asks for more. */
const FEW_SIMILAR = 8
const PHOTO = /\.(jpe?g|png|heic|webp|gif|bmp|tiff?|dcm)$/i

/** Where every copy keeps what servers were asked for (electron/engine/snapshot). */
export const isServerDump = ({ kind, folder }: Pick<FoundFile, 'kind' | 'folder'>): boolean =>
  kind === 'database' && /^[\\/]?Bancos de dados \(Salvaguarda\)[\\/]/.test(folder)

export const fileIcon = ({ kind, name }: Pick<FoundFile, 'kind' | 'name'>): Icon =>
  kind === 'database' ? DatabaseIcon : PHOTO.test(name) ? PhotoIcon : DocumentIcon

type FoundListProps = { files: readonly FoundFile[]; onPick: (file: FoundFile) => void }

/** What has the typed name, and below it what only looks or sounds like it. Not drawn again while somebody types on. */
export const FoundList = memo(function FoundList({ files, onPick }: FoundListProps) {
  const { t } = useTranslation('look')
  const id = useId()
  const [allOf, setAllOf] = useState<readonly FoundFile[] | null>(null)
  const isAll = allOf === files
  const similar = files.filter(({ isSimilar }) => isSimilar)
  const exact = files.filter(({ isSimilar }) => !isSimilar)
  return (
    <>
      {exact.length > 0 && <Rows files={exact} onPick={onPick} />}
      {similar.length > 0 && (
        <section aria-labelledby={id}>
          <div className={classes.alike}>
            <h2 id={id} className={classes.heading}>
              {t('similar')}
            </h2>
            {similar.length > FEW_SIMILAR && (
              <Button size="compact-md" variant="subtle" onClick={() => setAllOf(isAll ? null : files)}>
                {isAll ? t('fewSimilar') : t('allSimilar', { count: similar.length })}
              </Button>
            )}
          </div>
          <Rows files={isAll ? similar : similar.slice(0, FEW_SIMILAR)} onPick={onPick} />
        </section>
      )}
    </>
  )
})

function Rows({ files, onPick }: FoundListProps) {
  const nowMs = useNow()
  return (
    <LongList items={files} keyOf={({ fileKey }) => fileKey} className={classes.list}>
      {(file) => <FoundRow file={file} onPick={onPick} nowMs={nowMs} />}
    </LongList>
  )
}

type FoundRowProps = { file: FoundFile; onPick: (file: FoundFile) => void; nowMs: number }

const FoundRow = memo(function FoundRow({ file, onPick, nowMs }: FoundRowProps) {
  const { t } = useTranslation(['recover', 'look'])
  const units = useUnits()
  const FileIcon = fileIcon(file)
  return (
    <button type="button" className={classes.row} onClick={() => onPick(file)} title={file.name}>
      <FileIcon size="2rem" className={classes.fileIcon} />
      <span className={classes.words}>
        <span className={classes.fileName}>{file.name}</span>
        <FolderWords folder={file.folder} />
        {file.computer !== null && (
          <span className={classes.soft}>
            {file.computer === '' ? t('look:unnamedComputer') : t('look:computer', { computer: file.computer })}
          </span>
        )}
        {!file.isInNewestCopy && (
          <span className={classes.gone}>
            <ToneLine tone="attention" state="away">
              {t(file.kind === 'database' ? 'goneDatabase' : 'gone')}
            </ToneLine>
            <span className={classes.soft}>{t('lastSeen', { when: units.moment(file.lastSeenAtMs, nowMs) })}</span>
          </span>
        )}
      </span>
      <span className={classes.numbers}>
        <span>{t('versions', { count: file.versions })}</span>
        <span className={classes.soft}>{units.bytes(file.newestBytes)}</span>
      </span>
    </button>
  )
})

/** "em Conceição, Ana Lúcia › Pacientes …": the nearest folder first, as people name places. */
export function FolderWords({ folder }: { folder: string }) {
  const { t } = useTranslation('recover')
  const { name, parents } = usePlaceText(folder)
  return (
    <span className={classes.folder}>
      {t('inFolder', { folder: name })}
      {parents !== '' && <span className={classes.parents}> {parents}</span>}
    </span>
  )
}
