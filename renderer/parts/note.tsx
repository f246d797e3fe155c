import { type ReactNode, useEffect, useRef } from 'react'
import classes from './tone.module.css'
import { type Tone, toneIcons } from './tone.ts'

type NoteProps = { tone: Tone; title: ReactNode; children?: ReactNode; action?: ReactNode; isUrgent?: boolean }

/** A few sentences in the colour and with the icon of their tone. An urgent one is read aloud and scrolled to when it appears. */
export function Note({ tone, title, children, action, isUrgent = false }: NoteProps) {
  const ToneIcon = toneIcons[tone]
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isUrgent) return
    // After what appears with it: in a small window the rest of the screen moves it.
    const frame = requestAnimationFrame(() => {
      const isTall = (note.current?.offsetHeight ?? 0) > window.innerHeight / 2
      note.current?.scrollIntoView({ block: isTall ? 'start' : 'nearest' })
    })
    return () => cancelAnimationFrame(frame)
  }, [isUrgent])
  return (
    <div
      ref={note}
      className={`${classes.tone} ${classes.note}`}
      data-tone={tone}
      role={isUrgent ? 'alert' : undefined}
    >
      <ToneIcon />
      <div className={classes.words}>
        <p className={classes.lead}>{title}</p>
        {children}
      </div>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}

/** One short state beside a thing: icon and words. */
export function ToneLine({ tone, children }: { tone: Tone; children: ReactNode }) {
  const ToneIcon = toneIcons[tone]
  return (
    <span className={`${classes.tone} ${classes.line}`} data-tone={tone}>
      <ToneIcon size="1.25em" />
      <span>{children}</span>
    </span>
  )
}
