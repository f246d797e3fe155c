import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { codeOf } from '#shared/errors/index.ts'
import { useServices } from '../../state/services.tsx'
import { Busy } from '../busy.tsx'
import { Trouble } from '../trouble.tsx'
import classes from './kit.module.css'
import { wordsInPicture } from './read-code.ts'

const LOOK_EVERY_MS = 250

/** What the camera sees, until it sees the code of a kit. The camera is off again as soon as this is gone. */
export function Camera({ onWords, onClose }: { onWords: (words: string) => void; onClose: () => void }) {
  const { t } = useTranslation(['kit', 'common'])
  const { shell } = useServices()
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<'starting' | 'looking' | 'refused'>('starting')
  const [isOther, setIsOther] = useState(false)
  const found = useRef(onWords)
  found.current = onWords
  useEffect(() => {
    let isGone = false
    let stream: MediaStream | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      const shown = video.current
      if (isGone || !shown) return
      try {
        const words = shown.videoWidth > 0 ? await wordsNow(shown) : undefined
        if (words !== undefined && !isGone) return found.current(words)
      } catch (error) {
        setIsOther(codeOf(error) === 'KIT_105')
      }
      if (!isGone) timer = setTimeout(() => void look(), LOOK_EVERY_MS)
    }
    const start = async () => {
      await shell.allowCamera({ isAllowed: true })
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
      if (isGone) return stop(stream)
      if (video.current) video.current.srcObject = stream
      await video.current?.play()
      setState('looking')
      await look()
    }
    start().catch(() => {
      if (!isGone) setState('refused')
    })
    return () => {
      isGone = true
      clearTimeout(timer)
      if (stream) stop(stream)
      void shell.allowCamera({ isAllowed: false }).catch(() => {})
    }
  }, [shell])
  return (
    <section className={classes.camera} aria-label={t('scan.camera')}>
      {state === 'starting' && <Busy>{t('scan.starting')}</Busy>}
      {state === 'refused' && <Trouble error={{ code: 'KIT_106', params: {} }} />}
      {isOther && <Trouble error={{ code: 'KIT_105', params: {} }} />}
      <video ref={video} className={classes.video} hidden={state !== 'looking'} muted playsInline />
      {state === 'looking' && <p>{t('scan.hold')}</p>}
      <div>
        <Button variant="default" onClick={onClose}>
          {t('scan.stop')}
        </Button>
      </div>
    </section>
  )
}

const stop = (stream: MediaStream) => {
  for (const track of stream.getTracks()) track.stop()
}

async function wordsNow(video: HTMLVideoElement): Promise<string | undefined> {
  const picture = await createImageBitmap(video)
  try {
    return await wordsInPicture(picture)
  } finally {
    picture.close()
  }
}
