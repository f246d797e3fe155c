import type Database from 'better-sqlite3'
import { first } from './0001-first.ts'
import { proofs } from './0002-proofs.ts'
import { holdings } from './0003-holdings.ts'
import { search } from './0004-search.ts'

export type Migration = string | ((db: Database.Database) => void)

/** In order; the number of migrations a catalogue has had is its `user_version`. Never change one that was released: add the next. */
export const migrations: readonly Migration[] = [first, proofs, holdings, search]
