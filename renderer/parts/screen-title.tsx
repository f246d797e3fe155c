import { type ReactNode, useEffect, useRef } from 'react'
import classes from './screen-title.module.css'

/** The one heading of a screen. It takes the focus when the screen appears, so that keyboard and screen reader start at the top. */
export function ScreenTitle({ children, lead, aside }: { children: ReactNode; lead?: ReactNode; aside?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: false }), [])
  return (
    <header className={classes.header}>
      {aside && <p className={classes.aside}>{aside}</p>}
      <h1 ref={heading} tabIndex={-1} className={classes.title}>
        {children}
      </h1>
      {lead && <p className={classes.lead}>{lead}</p>}
    </header>
  )
}
