import type { InventoryView } from '#shared/contracts/index.ts'
import {
  type InventoryItem,
  type InventoryState,
  inventoryItemIdSchema,
  type LessonAnswer,
  type NewInventoryItem,
  usualItem,
} from '#shared/domain/index.ts'

const item = (end: number, one: NewInventoryItem, change: Partial<NewInventoryItem> = {}): InventoryItem => ({
  ...one,
  ...change,
  itemId: inventoryItemIdSchema.parse(`00000000-0000-4000-8000-0000000000${String(end).padStart(2, '0')}`),
})
const shown = (one: InventoryItem, state: InventoryState) => ({ item: one, state })
const MARINA = { name: 'Marina Souza' }
const folder = (path: string) => [{ kind: 'folder', path }] as const

/** A clinic that wrote down what it has: much is protected, some is not. */
export const sampleInventory: InventoryView = {
  items: [
    shown(
      item(1, usualItem('records', folder('/srv/sistema/prontuario.db')), {
        name: 'Sistema Dental',
        updatedBy: [MARINA, { name: 'Dra. Paula' }],
        approvedBy: [{ name: 'Dra. Paula' }],
        seenBy: ['professional', 'manager'],
        refreshed: 'daily',
      }),
      'protected',
    ),
    shown(
      item(2, usualItem('images', folder('/home/recepcao/Fotos dos pacientes')), { updatedBy: [MARINA] }),
      'waiting',
    ),
    shown(
      item(3, usualItem('agenda', [{ kind: 'cloud', words: 'Agenda Já' }]), { seenBy: ['reception'] }),
      'unprotected',
    ),
    shown(
      item(4, usualItem('anamnesis', [{ kind: 'paper', words: 'armário da sala 2' }, ...folder('/srv/fichas')])),
      'partly',
    ),
    shown(item(5, usualItem('certificates', [{ kind: 'unknown' }])), 'unprotected'),
  ],
  team: [
    { name: 'Marina Souza', role: 'reception' },
    { name: 'Dra. Paula', role: 'manager' },
  ],
  later: [],
  isPilotProven: false,
  proven: { isCopied: true, isReadBack: true, isRecovered: true },
  conflicts: [
    {
      kind: 'written-rarely',
      category: 'records',
      goalMinutes: 15,
      itemId: inventoryItemIdSchema.parse('00000000-0000-4000-8000-000000000001'),
      everyMinutes: 1440,
    },
  ],
  changedAtMs: Date.UTC(2026, 10, 20, 17),
}

/** One where nothing is left to do. */
export const quietInventory: InventoryView = {
  ...sampleInventory,
  items: sampleInventory.items.slice(0, 1),
  team: [],
  conflicts: [],
}

/** What Ana learnt, and what Bruno did. */
export const sampleAnswers = (nowMs: number): LessonAnswer[] =>
  (
    [
      ['copy', 'Ana Lima', true],
      ['hostage', 'Ana Lima', false],
      ['hostage', 'Ana Lima', true],
      ['copy', 'Bruno Dias', true],
    ] as const
  ).map(([lessonId, name, isRight], at) => ({
    number: at + 1,
    atMs: nowMs - (4 - at) * 86_400_000,
    lessonId,
    name,
    accountId: null,
    isRight,
  }))

/** What the clinic wrote down of itself. */
export const clinicBookFakes = (view: InventoryView = quietInventory) => ({
  inventory: async () => view,
  saveInventoryItem: async () => view,
  removeInventoryItem: async () => view,
  setTeam: async () => view,
  proposeInventory: async () => ({
    items: [{ kind: 'images' as const, path: '/home/recepcao/Fotos dos pacientes' }],
    folders: ['/home/recepcao/Documentos'],
  }),
  protectFolder: async () => ({ sourceId: '00000000-0000-4000-8000-000000000001' as never }),
  widenProtection: async () => view,
  setupDraft: async () => null,
  saveSetupDraft: async () => ({}),
  training: async () => ({ answers: sampleAnswers(Date.now()), learner: null }),
  answerLesson: async ({ lessonId, name }: Pick<LessonAnswer, 'lessonId' | 'name'>) => ({
    number: 5,
    atMs: Date.now(),
    lessonId,
    name,
    accountId: null,
    isRight: true,
  }),
})
