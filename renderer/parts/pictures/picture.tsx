import type { ReactNode } from 'react'
import classes from './picture.module.css'

export type Picture = (props: { readonly width?: string }) => ReactNode

/** One hand for all pictures: 96 by 64, round lines in the colour of the text, one soft ground. Decoration only, words stand beside it. */
export const pictured =
  (children: ReactNode): Picture =>
  ({ width = '6rem' }) => (
    <svg
      viewBox="0 0 96 64"
      width={width}
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      className={classes.picture}
    >
      {children}
    </svg>
  )

type At = { readonly x: number; readonly y: number }
const at = ({ x, y }: At) => `translate(${x} ${y})`

/** 34 by 32. */
export const Computer = ({ isGone = false, children, ...place }: At & { isGone?: boolean; children?: ReactNode }) => (
  <g transform={at(place)}>
    <g {...(isGone && { strokeDasharray: '4 4' })}>
      <rect width="34" height="23" rx="3" className={isGone ? undefined : classes.soft} />
      <path d="M17 23v7M9 31h16" />
    </g>
    {children}
  </g>
)

/** 28 by 16. */
export const Disk = (place: At) => (
  <g transform={at(place)}>
    <rect width="28" height="16" rx="4" className={classes.soft} />
    <path d="M6 10h.01M11 10h11" />
  </g>
)

/** 22 by 28. */
export const Sheet = ({ children, ...place }: At & { children?: ReactNode }) => (
  <g transform={at(place)}>
    <path d="M0 2a2 2 0 0 1 2-2h13l7 7v19a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2z" className={classes.soft} />
    <path d="M15 0v7h7" />
    {children ?? <path d="M5 13h12M5 18h12M5 23h7" />}
  </g>
)

/** 26 by 30. */
export const Database = ({ children, ...place }: At & { children?: ReactNode }) => (
  <g transform={at(place)}>
    <path d="M0 5v20c0 2.8 5.8 5 13 5s13-2.2 13-5V5" className={classes.soft} />
    <ellipse cx="13" cy="5" rx="13" ry="5" className={classes.soft} />
    {children ?? <path d="M0 15c0 2.8 5.8 5 13 5s13-2.2 13-5" />}
  </g>
)

/** 24 by 36. */
export const Someone = ({ isGone = false, ...place }: At & { isGone?: boolean }) => (
  <g transform={at(place)} {...(isGone && { strokeDasharray: '4 4' })}>
    <circle cx="12" cy="7" r="7" className={isGone ? undefined : classes.soft} />
    <path d="M0 36V29a9 9 0 0 1 9-9h6a9 9 0 0 1 9 9v7" className={isGone ? undefined : classes.soft} />
  </g>
)

/** 22 by 30. */
export const Flame = (place: At) => (
  <path
    transform={at(place)}
    className={classes.soft}
    d="M11 30C4 30 0 26 0 20.5c0-7 6.5-9 6-20 5 3 8 7 8 12 1.5-1 2.5-3 2.5-5 3.5 3.5 5.5 8 5.5 12.5C22 26 18 30 11 30z"
  />
)

/** 30 by 30. */
export const House = (place: At) => (
  <g transform={at(place)}>
    <path d="M0 14L15 1l15 13" />
    <path d="M4 11v18h22V11L15 1z" className={classes.soft} />
    <path d="M12 29v-9h6v9" />
  </g>
)

/** 14 long. */
export const Arrow = (place: At) => <path transform={at(place)} d="M0 5h14M9 0l5 5-5 5" />
export const Tick = (place: At) => <path transform={at(place)} strokeWidth={2.5} d="M0 5l4 4 8-9" />
