import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Notice } from '#shared/domain/index.ts'
import type { Clients } from '../client/clients.ts'

export type NoticeStore = StoreApi<{ readonly notices: readonly Notice[] }>

/** Keeps what is unsolved up to date, through each restart of the engine. */
export function followNotices({ engine, onEngine }: Pick<Clients, 'engine' | 'onEngine'>): NoticeStore {
  const store = createStore<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }))
  let stop = () => {}
  onEngine(() => {
    stop()
    stop = engine.notices({}, (notices) => store.setState({ notices }))
  })
  return store
}
