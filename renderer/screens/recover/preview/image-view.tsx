import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImageType } from '#shared/contracts/index.ts'
import { Busy } from '../../../parts/busy.tsx'
import { Note } from '../../../parts/note.tsx'
import classes from './preview.module.css'

type ImageViewProps = { bytes: Uint8Array<ArrayBuffer>; type: ImageType; name: string }

/** A picture. Its bytes go into the page itself: the app's policy lets pictures come from nowhere else. */
export function ImageView({ bytes, type, name }: ImageViewProps) {
  const { t } = useTranslation('look')
  const [source, setSource] = useState<string | null>(null)
  const [isBroken, setIsBroken] = useState(false)
  useEffect(() => {
    const reader = new FileReader()
    reader.onload = () => setSource(String(reader.result))
    reader.onerror = () => setIsBroken(true)
    reader.readAsDataURL(new Blob([bytes], { type }))
    return () => reader.abort()
  }, [bytes, type])
  if (isBroken)
    return (
      <Note tone="none" title={t('preview.imageBroken')}>
        <p>{t('preview.imageBrokenWhy')}</p>
      </Note>
    )
  if (source === null) return <Busy>{t('preview.opening')}</Busy>
  return (
    <img src={source} alt={t('preview.image', { name })} className={classes.image} onError={() => setIsBroken(true)} />
  )
}
