import { Button, FileButton, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WireError } from '#shared/errors/index.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { CameraIcon, PhotoIcon } from '../icons/index.ts'
import { Note } from '../note.tsx'
import { Trouble } from '../trouble.tsx'
import { WordGrid } from '../word-grid.tsx'
import { Camera } from './camera.tsx'
import classes from './kit.module.css'
import { wordsInFile } from './read-file.ts'
import { completionsOf, type WrongWord, wrongWords } from './suggest.ts'
import { typedWords } from './typed-words.ts'

const KIT_WORDS = 24

type KitEntryProps = { text: string; onText: (text: string) => void; error?: WireError | undefined }

/** The words of the paper: typed, with what was begun completed and what is no word named, or read from its code. Kept by whoever asks, and no longer than needed. */
export function KitEntry({ text, onText, error }: KitEntryProps) {
  const { t } = useTranslation('kit')
  const list = useWordList()
  const words = typedWords(text)
  const isOpen = /[^\s.,;:()-]$/u.test(text)
  const wrong = wrongWords(words, list, isOpen)
  const completions = isOpen ? completionsOf(words.at(-1) ?? '', list) : []
  const place = positionOf(error)
  const complete = (word: string) => onText(`${text.replace(/[^\s.,;:()-]+$/u, '')}${word} `)
  return (
    <div className={classes.entry}>
      <Scan onWords={onText} />
      <Textarea
        label={t('entry.label')}
        description={t('entry.hint')}
        size="lg"
        minRows={4}
        rows={4}
        maxLength={1000}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [only, ...others] = completions
          if (event.key !== 'Tab' || event.shiftKey || only === undefined || others.length > 0) return
          event.preventDefault()
          complete(only)
        }}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <ul className={classes.completions} aria-label={t('entry.completions')}>
        {completions.map((word) => (
          <li key={word}>
            <Button size="compact-md" variant="light" onClick={() => complete(word)}>
              {word}
            </Button>
          </li>
        ))}
      </ul>
      <p role="status" className={classes.count}>
        {t('entry.counted', { count: words.length })}
      </p>
      {wrong.map((one) => (
        <Wrong key={one.position} wrong={one} onMeant={(word) => onText(replaced(text, one.position, word))} />
      ))}
      {words.length > 0 && (
        <WordGrid
          words={words.slice(0, KIT_WORDS)}
          label={t('entry.typed')}
          wrongPositions={[...wrong.map(({ position }) => position), ...place]}
        />
      )}
    </div>
  )
}

function Wrong({ wrong: { position, typed, meant }, onMeant }: { wrong: WrongWord; onMeant: (word: string) => void }) {
  const { t } = useTranslation('kit')
  if (meant === undefined) return <Note tone="attention" title={t('entry.wrong', { position, typed })} />
  return (
    <Note
      tone="attention"
      title={t('entry.wrongMeant', { position, typed, meant })}
      action={
        <Button variant="default" onClick={() => onMeant(meant)}>
          {t('entry.use', { meant })}
        </Button>
      }
    />
  )
}

/** From the paper's code: held before the camera, or on a picture or PDF of it. */
function Scan({ onWords }: { onWords: (words: string) => void }) {
  const { t } = useTranslation('kit')
  const [isCamera, setIsCamera] = useState(false)
  // The same file again, taken anew meanwhile, is another one.
  const again = useRef<() => void>(null)
  const read = useAction(async (file: File) => onWords(`${await wordsInFile(file)} `))
  const choose = (file: File | null) => {
    if (!file) return
    read.run(file)
    again.current?.()
  }
  return (
    <div className={classes.entry}>
      <div className={classes.ways}>
        <Button variant="default" leftSection={<CameraIcon />} disabled={isCamera} onClick={() => setIsCamera(true)}>
          {t('scan.withCamera')}
        </Button>
        <FileButton accept="image/*,application/pdf" resetRef={again} onChange={(file) => choose(file)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<PhotoIcon />} loading={read.state.kind === 'busy'}>
              {t('scan.fromFile')}
            </Button>
          )}
        </FileButton>
      </div>
      {read.state.kind === 'failed' && <Trouble error={read.state.error} />}
      {isCamera && (
        <Camera
          onWords={(words) => {
            setIsCamera(false)
            onWords(`${words} `)
          }}
          onClose={() => setIsCamera(false)}
        />
      )}
    </div>
  )
}

/** The list is nothing secret, and asked for once a screen; without it words are typed unhelped. */
function useWordList(): readonly string[] {
  const { engine } = useServices()
  const [list, setList] = useState<readonly string[]>([])
  useEffect(() => {
    let isGone = false
    engine.kitWordList({}).then(
      (words) => {
        if (!isGone) setList(words)
      },
      () => {},
    )
    return () => {
      isGone = true
    }
  }, [engine])
  return list
}

/** Positions that the engine named. */
const positionOf = (error: WireError | undefined): number[] =>
  [error?.params.position, error?.params.first, error?.params.second].filter((value) => typeof value === 'number')

/** The text with one word exchanged; what stands between the words stays. */
function replaced(text: string, position: number, word: string): string {
  let at = 0
  return text.replace(/[^\s\d.,;:()-]+/gu, (typed) => (++at === position ? word : typed))
}
