import { describe, expect, it } from 'vitest'
import type { Overview } from '#shared/contracts/index.ts'
import type { CopySummary, Notice } from '#shared/domain/index.ts'
import type { Known } from '../engine-watch.ts'
import { trayMenu } from './tray-menu.ts'
import { trayStateOf } from './tray-state.ts'

const NOW = new Date(2026, 10, 23, 14, 52).getTime()
const HOUR = 3_600_000

const copy = (hoursAgo: number): CopySummary => ({
  copyId: 'a'.repeat(64) as CopySummary['copyId'],
  takenAtMs: NOW - hoursAgo * HOUR,
  durationMs: 1,
  files: 1,
  folders: 1,
  sourceBytes: 1,
  addedBytes: 1,
  newFiles: 0,
  changedFiles: 0,
  unchangedFiles: 1,
  databases: 1,
  skips: {},
})
const overview = (change: Partial<Overview>): Overview =>
  ({
    state: { kind: 'ready', clinicName: 'Clínica' },
    sources: [],
    vault: { place: { kind: 'local', path: '/hd' }, isReachable: true, freeBytes: null },
    lastCopy: copy(1),
    copies: 3,
    lastCheck: null,
    openFailure: null,
    replicas: [],
    freshness: { items: [], mayLose: { kind: 'nothing' }, overdueSinceMs: null },
    running: [],
    seq: 1,
    ...change,
  }) as Overview
const notice = (change: Partial<Notice>): Notice => ({
  subject: 'mass-change',
  tone: 'needs-you',
  action: 'answer',
  code: null,
  level: 'first',
  audience: ['manager'],
  sinceMs: NOW - HOUR,
  untilMs: NOW + HOUR,
  snooze: null,
  ...change,
})
const state = (change: Partial<Overview> = {}, known: Partial<Known> = {}) =>
  trayStateOf(
    { overview: overview(change), notices: [], health: { kind: 'running' }, isRefused: false, ...known },
    NOW,
    'pt-BR',
  )

describe('the icon', () => {
  it.each([
    ['a copy of an hour ago', {}, 'ok', 'Tudo guardado. Última cópia: hoje, 13h52.'],
    ['a copy of yesterday', { lastCopy: copy(25) }, 'attention', 'Guardado, com atenção: última cópia ontem, 13h52.'],
    ['a copy of last week', { lastCopy: copy(97) }, 'needs-you', 'Precisa de você: última cópia na quinta, 13h52.'],
    ['a copy under way', { running: [{ jobKind: 'copy' }] }, 'working', 'Guardando agora. Pode atender normalmente.'],
    [
      'the disk away, a fresh copy',
      { vault: { place: { kind: 'local', path: '/hd' }, isReachable: false, freeBytes: null } },
      'attention',
      'Guardado, com atenção: o HD das cópias não está ligado.',
    ],
    [
      'the vault closed',
      { state: { kind: 'locked', clinicName: 'C', error: { code: 'KEY_104', params: {} } } },
      'needs-you',
      'Precisa de você: digite as palavras do kit.',
    ],
    [
      'nothing set up',
      { state: { kind: 'fresh' } },
      'attention',
      'Guardado, com atenção: termine os primeiros passos.',
    ],
  ])('%s', (_name, change, icon, sentence) => {
    expect(state(change as Partial<Overview>)).toMatchObject({ icon, sentence })
  })

  it('stays red while something is unsolved, however well the copies go', () => {
    expect(state({}, { notices: [notice({})] })).toMatchObject({
      icon: 'needs-you',
      sentence: 'Precisa de você: muitos documentos mudaram de uma vez.',
    })
    expect(state({ running: [{ jobKind: 'copy' }] as never }, { notices: [notice({})] }).icon).toBe('needs-you')
  })

  it('put off by somebody it is amber, not green', () => {
    const snooze = { by: 'Marina', reason: 'fui eu', untilMs: NOW + HOUR }
    expect(state({}, { notices: [notice({ snooze })] })).toMatchObject({ icon: 'attention' })
  })

  it('a note does not hide that somebody is needed', () => {
    const email = notice({ subject: 'email-unsent', tone: 'attention', action: 'fix-settings' })
    expect(state({ lastCopy: copy(97) }, { notices: [email] }).icon).toBe('needs-you')
    expect(state({}, { notices: [email] }).icon).toBe('attention')
  })

  it('an engine that fell is not green', () => {
    expect(state({}, { health: { kind: 'restarting', attempt: 1, retryAtMs: NOW } }).icon).toBe('attention')
  })

  it('an engine that will not begin asks for somebody, and does not pretend to be at work', () => {
    const known = { overview: null, notices: [], health: { kind: 'running' }, isRefused: true } as const
    expect(trayStateOf(known, NOW, 'pt-BR')).toEqual({
      icon: 'needs-you',
      sentence: 'Precisa de você: abra o Salvaguarda para ver por que não há cópias.',
      canCopy: false,
    })
  })
})

describe('the menu', () => {
  const actions = { open: () => {}, copyNow: () => {}, quit: () => {} }
  const labels = (role: 'reception' | 'technician') =>
    trayMenu(state(), role, 'pt-BR', actions).flatMap(({ label }) => label ?? [])

  it('begins with a sentence, and the reception cannot end the protection', () => {
    expect(labels('reception')).toEqual([
      'Tudo guardado. Última cópia: hoje, 13h52.',
      'Abrir o Salvaguarda',
      'Guardar agora',
      'Recuperar',
    ])
    expect(labels('technician').at(-1)).toBe('Encerrar o Salvaguarda (as cópias param)')
  })

  it('does not offer a copy where none can be made', () => {
    const locked = state({ state: { kind: 'fresh' } })
    expect(
      trayMenu(locked, 'reception', 'pt-BR', actions).find(({ label }) => label === 'Guardar agora')?.enabled,
    ).toBe(false)
  })
})
