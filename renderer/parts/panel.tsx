import { type ReactNode, useId } from 'react'
import type { Icon } from './icons/index.ts'
import classes from './panel.module.css'

/** One thing and what is true of it: icon and heading above, words below. */
export function Panel({ icon: PanelIcon, title, children }: { icon: Icon; title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        <PanelIcon className={classes.icon} />
        {title}
      </h2>
      {children}
    </section>
  )
}
