import { useTranslation } from 'react-i18next'
import type { FoundFile } from '#shared/contracts/index.ts'
import { DatabaseIcon, DocumentIcon, type Icon, PhotoIcon } from '../../parts/icons/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { usePlaceText } from '../../parts/place-name.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useNow } from '../../state/use-now.ts'
import classes from './recover.module.css'

const PHOTO = /\.(jpe?g|png|heic|webp|gif|bmp|tiff?|dcm)$/i

/** Where every copy keeps what servers were asked for (electron/engine/snapshot). */
export const isServerDump = ({ kind, folder }: Pick<FoundFile, 'kind' | 'folder'>): boolean =>
  kind === 'database' && /^[\\/]?Bancos de dados \(Salvaguarda\)[\\/]/.test(folder)

export const fileIcon = ({ kind, name }: Pick<FoundFile, 'kind' | 'name'>): Icon =>
  kind === 'database' ? DatabaseIcon : PHOTO.test(name) ? PhotoIcon : DocumentIcon

export function FoundList({ files, onPick }: { files: readonly FoundFile[]; onPick: (file: FoundFile) => void }) {
  return (
    <ul className={classes.list}>
      {files.map((file) => (
        <li key={file.fileKey}>
          <FoundRow file={file} onPick={() => onPick(file)} />
        </li>
      ))}
    </ul>
  )
}

function FoundRow({ file, onPick }: { file: FoundFile; onPick: () => void }) {
  const { t } = useTranslation('recover')
  const units = useUnits()
  const nowMs = useNow()
  const FileIcon = fileIcon(file)
  return (
    <button type="button" className={classes.row} onClick={onPick} title={file.name}>
      <FileIcon size="2rem" className={classes.fileIcon} />
      <span className={classes.words}>
        <span className={classes.fileName}>{file.name}</span>
        <FolderWords folder={file.folder} />
        {!file.isInNewestCopy && (
          <span className={classes.gone}>
            <ToneLine tone="attention">{t(file.kind === 'database' ? 'goneDatabase' : 'gone')}</ToneLine>
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
}

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
