import type { ReactNode } from 'react'
import classes from './screen-title.module.css'
import { useFocusOnShow } from './use-focus-on-show.ts'

/** The one heading of a screen. It takes the focus when the screen appears, so that keyboard and screen reader start at the top. */
export function ScreenTitle({ children, lead, aside }: { children: ReactNode; lead?: ReactNode; aside?: ReactNode }) {
  const heading = useFocusOnShow<HTMLHeadingElement>()
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
