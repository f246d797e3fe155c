import { encode } from 'uqr'
import type { DiskId } from '#shared/domain/index.ts'

/** White around a code, in modules: readers want four. */
const QUIET = 4

/** What the code on a disk's label says: which disk it is, and nothing of the clinic. */
export const labelTextOf = (diskId: DiskId): string => `salvaguarda:disco:${diskId}`

/** The dark modules of a code as one SVG path, and its side with the white around it, both in modules. */
export function qrPath(text: string): { readonly path: string; readonly side: number } {
  const { data, size } = encode(text, { ecc: 'Q', border: 0 })
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
    .join('')
  return { path, side: size + 2 * QUIET }
}

export function QrCode({ text, label, className }: { text: string; label: string; className?: string | undefined }) {
  const { path, side } = qrPath(text)
  return (
    <svg
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      className={className}
      shapeRendering="crispEdges"
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
