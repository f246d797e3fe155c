import { Loader } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './busy.module.css'

/** Something is under way and will answer soon; said aloud too. */
export const Busy = ({ children }: { children: ReactNode }) => (
  <p className={classes.busy} role="status">
    <Loader size="sm" aria-hidden="true" />
    {children}
  </p>
)
