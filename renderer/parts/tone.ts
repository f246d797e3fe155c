import {
  AttentionIcon,
  AwayIcon,
  BlockedIcon,
  CheckedIcon,
  DueIcon,
  EndedIcon,
  FailedIcon,
  GuardedIcon,
  type Icon,
  LateIcon,
  LostIcon,
  NeedsYouIcon,
  NoneIcon,
  PausedIcon,
  UnknownIcon,
  WaitingIcon,
  WorkingIcon,
} from './icons/index.ts'

/** What a thing's state asks of the person. Each tone has one pair of colours (tokens.css). */
export type Tone = 'guarded' | 'working' | 'attention' | 'needs-you' | 'none' | 'away'

/** Every state the app tells of anything, with its icon and its tone. A tone is a state, too: where there is nothing closer to say. */
export const states = {
  guarded: { tone: 'guarded', icon: GuardedIcon },
  checked: { tone: 'guarded', icon: CheckedIcon },
  working: { tone: 'working', icon: WorkingIcon },
  waiting: { tone: 'none', icon: WaitingIcon },
  paused: { tone: 'attention', icon: PausedIcon },
  due: { tone: 'attention', icon: DueIcon },
  late: { tone: 'attention', icon: LateIcon },
  attention: { tone: 'attention', icon: AttentionIcon },
  unknown: { tone: 'attention', icon: UnknownIcon },
  away: { tone: 'away', icon: AwayIcon },
  lost: { tone: 'needs-you', icon: LostIcon },
  failed: { tone: 'needs-you', icon: FailedIcon },
  blocked: { tone: 'needs-you', icon: BlockedIcon },
  'needs-you': { tone: 'needs-you', icon: NeedsYouIcon },
  ended: { tone: 'none', icon: EndedIcon },
  none: { tone: 'none', icon: NoneIcon },
} as const satisfies Readonly<Record<string, { readonly tone: Tone; readonly icon: Icon }>>
export type State = keyof typeof states
