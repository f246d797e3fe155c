import { drawn } from './icon.tsx'

// States, each told apart by its outline alone: shields are how safe something is, clocks and leaves of a calendar are about time, disks are
// where something is, rings are work, and only what went wrong is crossed.

/** A shield that holds. */
export const GuardedIcon = drawn(
  <>
    <path d="M12 3l7 2.6v5.6c0 4.3-2.8 7.6-7 9.8-4.2-2.2-7-5.5-7-9.8V5.6z" />
    <path d="M8.7 12.2l2.4 2.4 4.3-4.7" />
  </>,
)

/** A shield with one thing to know. */
export const AttentionIcon = drawn(
  <>
    <path d="M12 3l7 2.6v5.6c0 4.3-2.8 7.6-7 9.8-4.2-2.2-7-5.5-7-9.8V5.6z" />
    <path d="M12 8v4.5" />
    <path d="M12 15.7v.01" strokeWidth={2.4} />
  </>,
)

/** A raised hand: somebody is asked for. */
export const NeedsYouIcon = drawn(
  <>
    <path d="M8.2 12.5V6a1.45 1.45 0 0 1 2.9 0v5" />
    <path d="M11.1 10.5V4.4a1.45 1.45 0 0 1 2.9 0v6.1" />
    <path d="M14 10.8V6a1.45 1.45 0 0 1 2.9 0v7.6c0 4.3-2.3 7.4-5.9 7.4-2.9 0-4.4-1.5-5.7-4.1l-1.9-3.8c-.9-1.8 1.3-3.1 2.6-1.5l2.2 2.7" />
  </>,
)

/** A disk that is elsewhere. */
export const AwayIcon = drawn(
  <>
    <rect x="4" y="6" width="16" height="12" rx="2.5" strokeDasharray="3 2.8" />
    <path d="M8 14h.01M11 14h5" />
  </>,
)

/** An open ring: work under way. */
export const WorkingIcon = drawn(
  <>
    <path d="M20 12a8 8 0 1 1-3.1-6.3" />
    <path d="M17.5 2.7v3.6h-3.6" />
  </>,
)

/** An empty shield: nothing is kept yet. */
export const NoneIcon = drawn(
  <path d="M12 3l7 2.6v5.6c0 4.3-2.8 7.6-7 9.8-4.2-2.2-7-5.5-7-9.8V5.6z" strokeDasharray="3 2.8" />,
)

/** Looked through and found whole. */
export const CheckedIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M8 12.3l2.8 2.8 5.2-5.7" />
  </>,
)

/** Work that somebody or something stopped for now. */
export const PausedIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M9.8 9v6M14.2 9v6" strokeWidth={2.2} />
  </>,
)

/** A clock with sand: its turn comes. */
export const WaitingIcon = drawn(
  <>
    <path d="M6.5 3.5h11M6.5 20.5h11" />
    <path d="M8 3.5v3.2c0 2.2 4 3.4 4 5.3s-4 3.1-4 5.3v3.2M16 3.5v3.2c0 2.2-4 3.4-4 5.3s4 3.1 4 5.3v3.2" />
  </>,
)

/** A leaf of the calendar: the day has come. */
export const DueIcon = drawn(
  <>
    <rect x="4" y="5.5" width="16" height="14.5" rx="2.5" />
    <path d="M4 10h16M8.5 3v4M15.5 3v4" />
    <path d="M12 15v.01" strokeWidth={3.4} />
  </>,
)

/** A clock that somebody has to look at: the time is over. */
export const LateIcon = drawn(
  <>
    <path d="M15.4 18.6A8 8 0 1 1 18.4 9" />
    <path d="M10.5 7.5V12l3 2" />
    <path d="M20 12.5v4.2" />
    <path d="M20 20v.01" strokeWidth={2.4} />
  </>,
)

/** A disk that nobody finds, or that must not be used. */
export const LostIcon = drawn(
  <>
    <path d="M9 6h8.5a2.5 2.5 0 0 1 2.5 2.5v7c0 .9-.4 1.6-1.1 2.1M15 18H6.5A2.5 2.5 0 0 1 4 15.5v-7C4 7.5 4.5 6.8 5.3 6.3" />
    <path d="M3.5 3.5l17 17" />
  </>,
)

/** It did not go, or something in it is broken. */
export const FailedIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M9 9l6 6M15 9l-6 6" />
  </>,
)

/** Nobody knows: it was not tried or not looked at. */
export const UnknownIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8.5" strokeDasharray="3 2.8" />
    <path d="M9.9 10a2.2 2.2 0 1 1 3.2 1.95c-.8.4-1.1.9-1.1 1.55" />
    <path d="M12 16.3v.01" strokeWidth={2.2} />
  </>,
)

/** A lock that is shut to somebody. */
export const BlockedIcon = drawn(
  <>
    <rect x="5" y="10.5" width="14" height="9.5" rx="2.2" />
    <path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.2v2.2" />
  </>,
)

/** Over, and put away. */
export const EndedIcon = drawn(
  <>
    <path d="M4.5 9.5v8.5a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2V9.5" />
    <rect x="3.5" y="4.5" width="17" height="5" rx="1.5" />
    <path d="M9.5 13.5h5" />
  </>,
)
