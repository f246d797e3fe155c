import { drawn } from './icon.tsx'

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
