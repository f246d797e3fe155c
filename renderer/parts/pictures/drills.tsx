import type { DrillKind } from '#shared/domain/index.ts'
import {
  Arrow,
  Computer,
  Database,
  Disk,
  Flame,
  House,
  type Picture,
  pictured,
  Sheet,
  Someone,
  Tick,
} from './picture.tsx'

/** A sheet drawn from a pile, and it is the right one. */
const RandomRecord = pictured(
  <>
    <path d="M14 26v24a2 2 0 0 0 2 2h18M20 20v24a2 2 0 0 0 2 2h18" />
    <Sheet x={26} y={12} />
    <Arrow x={53} y={21} />
    <circle cx="83" cy="26" r="10" />
    <Tick x={77} y={22} />
  </>,
)

/** Fire in one computer; another one goes on. */
const BurnedComputer = pictured(
  <>
    <Computer x={4} y={22} isGone />
    <Flame x={11} y={12} />
    <Arrow x={43} y={30} />
    <Computer x={60} y={22}>
      <Tick x={11} y={7} />
    </Computer>
  </>,
)

/** A lock that nobody of the clinic put there; the day before is still whole. */
const Ransomware = pictured(
  <>
    <Computer x={3} y={18}>
      <path d="M11 11h12v8H11zM13.5 11V8.5a3.5 3.5 0 0 1 7 0V11" />
    </Computer>
    <path d="M69 13a18 18 0 1 1-16 16" />
    <path d="M47 34l5-7 7 5" />
    <path d="M70 21v10l7 5" />
  </>,
)

/** The place on the desk is empty; a disk stands somewhere else. */
const Theft = pictured(
  <>
    <path d="M2 55h44" />
    <Computer x={7} y={23} isGone />
    <House x={58} y={4} />
    <Disk x={59} y={40} />
  </>,
)

/** A crack, and the database as it was. */
const CorruptDatabase = pictured(
  <>
    <Database x={8} y={17}>
      <path d="M13 10l-4 6 7 4-4 8" />
    </Database>
    <Arrow x={42} y={28} />
    <Database x={62} y={17} />
  </>,
)

/** No cloud today: the disk on the desk has it. */
const NoInternet = pictured(
  <>
    <path d="M14 26a8 8 0 0 1-1-16 11 11 0 0 1 21-2 9 9 0 0 1 1 18z" />
    <path d="M10 32L38 2" />
    <Computer x={54} y={6} />
    <Disk x={14} y={42} />
    <path d="M42 50h14a15 15 0 0 0 15-12" />
  </>,
)

/** One person is away; another one has the paper. */
const TechnicianAway = pictured(
  <>
    <Someone x={4} y={18} isGone />
    <Someone x={40} y={18} />
    <Sheet x={70} y={22} />
  </>,
)

/** What each rehearsal is about. */
export const drillPictures: { readonly [K in DrillKind]: Picture } = {
  'random-record': RandomRecord,
  'burned-computer': BurnedComputer,
  ransomware: Ransomware,
  theft: Theft,
  'corrupt-database': CorruptDatabase,
  'no-internet': NoInternet,
  'technician-away': TechnicianAway,
}
