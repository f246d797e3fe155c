import type { ReactNode } from 'react'

export type IconProps = { readonly size?: string | number; readonly className?: string | undefined }
export type Icon = (props: IconProps) => ReactNode

/** One hand for all pictures: a 24-unit square, round strokes in the colour of the text. Decoration only, words stand beside it. */
export const drawn =
  (children: ReactNode): Icon =>
  ({ size = '1.5em', className }) => (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      className={className}
    >
      {children}
    </svg>
  )
