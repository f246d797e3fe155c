import type { Overview } from '#shared/contracts/index.ts'
import { type Health, healthOf } from '#shared/health/index.ts'
import { dictionaries, fill, noticeWords } from '#shared/i18n/index.ts'
import { formatOnMoment, type Language } from '#shared/units/index.ts'
import type { Known } from '../engine-watch.ts'

export type TrayIcon = 'ok' | 'working' | 'attention' | 'needs-you'
export type TrayState = { readonly icon: TrayIcon; readonly sentence: string; readonly canCopy: boolean }

type What = keyof (typeof dictionaries)['pt-BR']['tray']['what']
type Finding = { readonly icon: TrayIcon; readonly what: What; readonly atMs?: number }

const PRESSING: readonly TrayIcon[] = ['ok', 'working', 'attention', 'needs-you']

/**
 * What the icon and the first line of its menu say: by the age of the newest copy and what is unsolved, never by the last job's result.
 *
 * An unsolved notice stays red until it is solved; put off by somebody, it is amber.
 */
export function trayStateOf(
  { overview, notices, health, isRefused }: Known,
  nowMs: number,
  language: Language,
): TrayState {
  const { tray } = dictionaries[language]
  const finding: Finding = isRefused
    ? { icon: 'needs-you', what: 'refused' }
    : findingOf(overview, health.kind === 'running', nowMs)
  const canCopy = overview?.state.kind === 'ready' && finding.icon !== 'working'
  const [notice] = notices.filter(({ snooze }) => !snooze)
  const ofNotices = notice?.tone ?? (notices.length > 0 ? 'attention' : 'ok')
  if (notice && PRESSING.indexOf(notice.tone) >= PRESSING.indexOf(finding.icon)) {
    const what = lowered(noticeWords(notice, nowMs, language).title)
    return { icon: notice.tone, sentence: fill(sentenceOf(notice.tone, language), { what }), canCopy }
  }
  const when = finding.atMs === undefined ? '' : formatOnMoment(finding.atMs, nowMs, language)
  if (finding.icon === 'ok' && ofNotices === 'ok') return { icon: 'ok', sentence: fill(tray.ok, { when }), canCopy }
  if (finding.icon === 'working') return { icon: 'working', sentence: tray.working, canCopy }
  const icon = finding.icon === 'ok' ? 'attention' : finding.icon
  const what = finding.icon === 'ok' ? tray.what.putOff : fill(tray.what[finding.what], { when })
  return { icon, sentence: fill(sentenceOf(icon, language), { what }), canCopy }
}

const sentenceOf = (icon: 'attention' | 'needs-you', language: Language): string =>
  dictionaries[language].tray[icon === 'attention' ? 'attention' : 'needsYou']

const lowered = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1)

function findingOf(overview: Overview | null, isRunning: boolean, nowMs: number): Finding {
  if (!isRunning) return { icon: 'attention', what: 'engine' }
  if (!overview) return { icon: 'working', what: 'none' }
  if (overview.state.kind === 'fresh') return { icon: 'attention', what: 'fresh' }
  if (overview.state.kind === 'locked') return { icon: 'needs-you', what: 'locked' }
  return fromHealth(healthOf(overview, nowMs))
}

function fromHealth(health: Health): Finding {
  switch (health.kind) {
    case 'working':
      return { icon: 'working', what: 'none' }
    case 'guarded':
      return { icon: 'ok', what: 'none', atMs: health.lastCopy.takenAtMs }
    case 'none':
      return { icon: 'attention', what: 'none' }
    case 'skipped':
      return { icon: 'attention', what: 'skipped' }
    case 'records-skipped':
      return { icon: 'needs-you', what: 'skipped' }
    case 'aging':
      return { icon: 'attention', what: 'late', atMs: health.lastCopy.takenAtMs }
    case 'old':
      return { icon: 'needs-you', what: 'late', atMs: health.lastCopy.takenAtMs }
    case 'away':
      return { icon: health.isUrgent ? 'needs-you' : 'attention', what: 'away' }
    case 'damaged':
      return { icon: 'needs-you', what: 'damaged' }
    case 'failed':
      return { icon: 'needs-you', what: 'stopped' }
  }
}
