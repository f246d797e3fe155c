import { Arrow, Computer, Disk, House, type Picture, pictured, Someone, Tick } from './picture.tsx'

const Plug = pictured(
  <>
    <Computer x={6} y={12} />
    <path d="M40 30h5M45 25v10h5V25zM50 28h3M50 32h3" />
    <Disk x={62} y={22} />
    <path d="M57 30h5" />
  </>,
)
const Write = pictured(
  <>
    <Computer x={6} y={12} />
    <Arrow x={43} y={19} />
    <Disk x={62} y={16} />
    <path d="M62 44h28" />
    <path d="M62 44h16" strokeWidth={5} />
  </>,
)
const Check = pictured(
  <>
    <Disk x={18} y={22} />
    <circle cx="56" cy="28" r="14" />
    <path d="M66 38l12 12" strokeWidth={3} />
    <Tick x={50} y={24} />
  </>,
)
const Take = pictured(
  <>
    <Someone x={2} y={14} />
    <Disk x={16} y={40} />
    <Arrow x={47} y={33} />
    <House x={64} y={16} />
  </>,
)

/** The four steps of a swap. */
export const swapPictures: { readonly [S in 'plug' | 'write' | 'check' | 'take']: Picture } = {
  plug: Plug,
  write: Write,
  check: Check,
  take: Take,
}
