import { AttentionIcon, AwayIcon, GuardedIcon, type Icon, NeedsYouIcon, NoneIcon, WorkingIcon } from './icons/index.ts'

/** What a thing's state asks of the person. Each tone has one icon and one pair of colours (tokens.css). */
export type Tone = 'guarded' | 'working' | 'attention' | 'needs-you' | 'none' | 'away'

export const toneIcons: Readonly<Record<Tone, Icon>> = {
  guarded: GuardedIcon,
  working: WorkingIcon,
  attention: AttentionIcon,
  'needs-you': NeedsYouIcon,
  none: NoneIcon,
  away: AwayIcon,
}
