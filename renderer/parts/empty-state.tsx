import type { ReactNode } from 'react'
import classes from './empty-state.module.css'
import type { Icon } from './icons/index.ts'

/** What to say where a list would be: one fact, one hint. */
export const EmptyState = ({
  icon: StateIcon,
  title,
  children,
}: {
  icon: Icon
  title: string
  children: ReactNode
}) => (
  <div className={classes.empty}>
    <StateIcon size="3rem" className={classes.icon} />
    <p className={classes.title}>{title}</p>
    <p className={classes.hint}>{children}</p>
  </div>
)
