import { type ReactNode, useEffect, useRef } from 'react'
import classes from './tone.module.css'
import { type State, states, type Tone } from './tone.ts'

/** How it stands with something: by what it asks, by a closer state, or by both where they differ. */
type Told = { tone: Tone; state?: State } | { tone?: Tone; state: State }
const toldBy = ({ tone, state }: Told) => {
  const { icon, tone: own } = states[state ?? tone ?? 'none']
  return { icon, tone: tone ?? own }
}

type NoteProps = Told & { title: ReactNode; children?: ReactNode; action?: ReactNode; isUrgent?: boolean }

/** A few sentences in the colour of their tone and with its icon, or that of a closer state. An urgent one is read aloud and scrolled to when it appears. */
export function Note({ title, children, action, isUrgent = false, ...told }: NoteProps) {
  const { icon: StateIcon, tone } = toldBy(told)
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
      <StateIcon />
      <div className={classes.words}>
        <p className={classes.lead}>{title}</p>
        {children}
      </div>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}

/** One short state beside a thing: icon and words. */
export function ToneLine({ children, ...told }: Told & { children: ReactNode }) {
  const { icon: StateIcon, tone } = toldBy(told)
  return (
    <span className={`${classes.tone} ${classes.line}`} data-tone={tone}>
      <StateIcon size="1.25em" />
      <span>{children}</span>
    </span>
  )
}
