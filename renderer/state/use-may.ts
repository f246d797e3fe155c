import { useStore } from 'zustand'
import type { Right } from '#shared/domain/index.ts'
import { mayHere } from './people.ts'
import { useServices } from './services.tsx'

/** Whether whoever is at this window may do a kind of thing: what would be refused is not offered. The engine decides on its own. */
export const useMay = (right: Right): boolean =>
  useStore(useServices().people, ({ session }) => mayHere(session, right))
