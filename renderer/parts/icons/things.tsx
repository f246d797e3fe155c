import { drawn } from './icon.tsx'

export const FolderIcon = drawn(
  <path d="M3.5 7.5V18a2 2 0 0 0 2 2h13a2 2 0 0 0 2-2V9.5a2 2 0 0 0-2-2h-6l-2.2-2.6a2 2 0 0 0-1.5-.7H5.5a2 2 0 0 0-2 2z" />,
)
export const DatabaseIcon = drawn(
  <>
    <ellipse cx="12" cy="6" rx="7" ry="2.8" />
    <path d="M5 6v6c0 1.55 3.1 2.8 7 2.8s7-1.25 7-2.8V6" />
    <path d="M5 12v6c0 1.55 3.1 2.8 7 2.8s7-1.25 7-2.8v-6" />
  </>,
)
export const DiskIcon = drawn(
  <>
    <rect x="4" y="6" width="16" height="12" rx="2.5" />
    <path d="M8 14h.01M11 14h5" />
  </>,
)
/** A place that is reached over a network. */
export const AwayPlaceIcon = drawn(<path d="M7 18.5a4 4 0 0 1-.4-8 5.5 5.5 0 0 1 10.6-1.2A4.6 4.6 0 0 1 17 18.5z" />)
export const KitIcon = drawn(
  <>
    <path d="M6 3.5h9l3.5 3.5v13.5H6z" />
    <path d="M14.5 3.5V7.5h4" />
    <path d="M9 11.5h6M9 14.5h6M9 17.5h3.5" />
  </>,
)
export const CameraIcon = drawn(
  <>
    <path d="M4 8.5a2 2 0 0 1 2-2h2L9.5 4.5h5L16 6.5h2a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2z" />
    <circle cx="12" cy="12.5" r="3.5" />
  </>,
)
export const SearchIcon = drawn(
  <>
    <circle cx="10.5" cy="10.5" r="6" />
    <path d="M15 15l5 5" />
  </>,
)
/** Something comes back out of the box. */
export const RecoverIcon = drawn(
  <>
    <path d="M4 13.5V18a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-4.5" />
    <path d="M12 14.5V4" />
    <path d="M8 7.5L12 3.5l4 4" />
  </>,
)
export const ClockIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8" />
    <path d="M12 7.5V12l3 2" />
  </>,
)
export const HomeIcon = drawn(
  <>
    <path d="M4 11l8-7 8 7" />
    <path d="M6 9.5V19.5h12V9.5" />
    <path d="M10 19.5v-5h4v5" />
  </>,
)
/** A stopwatch. */
export const DrillIcon = drawn(
  <>
    <circle cx="12" cy="13.5" r="7.5" />
    <path d="M12 9.5v4l2.5 1.5M9.5 2.5h5M12 2.5V6" />
  </>,
)
export const DocumentIcon = drawn(
  <>
    <path d="M6 3.5h8l4.5 4.5v12.5H6z" />
    <path d="M13.5 3.5V8.5h5" />
  </>,
)
export const PhotoIcon = drawn(
  <>
    <rect x="3.5" y="5" width="17" height="14" rx="2.5" />
    <circle cx="9" cy="10" r="1.6" />
    <path d="M4 17l5-4 3.5 2.8L16 12.5l4.3 4" />
  </>,
)
export const CheckIcon = drawn(<path d="M5 12.5l4.5 4.5L19 7.5" />)
export const PrintIcon = drawn(
  <>
    <path d="M7 9V4h10v5" />
    <rect x="4" y="9" width="16" height="8" rx="2" />
    <path d="M7 14.5h10V20H7z" />
  </>,
)
export const LookIcon = drawn(
  <>
    <path d="M4.5 18.5L10 5l5.5 13.5M6.5 14h7" />
    <path d="M16.5 10.5a2.3 2.3 0 0 1 4 1.5v5.5M20.5 13.5c-2.5 0-4 .7-4 2.2 0 2.5 4 2.1 4-.7" />
  </>,
)
export const BackIcon = drawn(<path d="M19 12H5.5M11 6l-6 6 6 6" />)
/** Three lines: a list lies behind. */
export const MenuIcon = drawn(<path d="M4 7h16M4 12h16M4 17h16" />)
export const AddIcon = drawn(<path d="M12 5v14M5 12h14" />)
export const ClinicIcon = drawn(
  <>
    <path d="M5 20.5V5.5a1.5 1.5 0 0 1 1.5-1.5h11A1.5 1.5 0 0 1 19 5.5v15" />
    <path d="M3.5 20.5h17M12 7.5v5M9.5 10h5M10 20.5v-4h4v4" />
  </>,
)
/** An open book. */
export const LearnIcon = drawn(
  <path d="M12 6.5C10 5 7 4.5 3.5 5v13c3.5-.5 6.5 0 8.5 1.5 2-1.5 5-2 8.5-1.5V5C17 4.5 14 5 12 6.5zM12 6.5v13" />,
)
/** A board with a list on it. */
export const PlanIcon = drawn(
  <>
    <path d="M8.5 5H6a1.5 1.5 0 0 0-1.5 1.5v13A1.5 1.5 0 0 0 6 21h12a1.5 1.5 0 0 0 1.5-1.5v-13A1.5 1.5 0 0 0 18 5h-2.5" />
    <rect x="8.5" y="3" width="7" height="4" rx="1" />
    <path d="M8.5 12l1.2 1.2L12 11M14 12.5h2M8.5 17l1.2 1.2L12 16M14 17.5h2" />
  </>,
)
/** Three sliders. */
export const PeopleIcon = drawn(
  <>
    <circle cx="9" cy="8" r="3.5" />
    <path d="M2.8 19.5c.6-3.4 3-5.5 6.2-5.5s5.6 2.1 6.2 5.5M15.5 4.9a3.5 3.5 0 0 1 0 6.2M17.8 14.4c1.800.8 3 2.6 3.4 5.1" />
  </>,
)
export const SettingsIcon = drawn(
  <>
    <path d="M4 7h9M17 7h3M4 12h3M11 12h9M4 17h10M18 17h2" />
    <circle cx="15" cy="7" r="2" />
    <circle cx="9" cy="12" r="2" />
    <circle cx="16" cy="17" r="2" />
  </>,
)
export const ThisComputerIcon = drawn(
  <>
    <rect x="3.5" y="5" width="17" height="11" rx="2" />
    <path d="M9 20h6M12 16v4" />
  </>,
)
/** A question in a circle. */
export const HelpIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8" />
    <path d="M9.8 10a2.3 2.3 0 1 1 3.4 2c-.8.45-1.2.9-1.2 1.7M12 16.3h.01" />
  </>,
)
