import type { AppStep } from '#shared/domain/index.ts'
import { bringDatabase, bringDatabaseBefore } from './bring-database.ts'
import { bringBefore, bringFile, bringSample } from './bring-files.ts'
import { bringRecord } from './bring-record.ts'
import { lookAround } from './look-around.ts'
import type { Work } from './work.ts'

/** What each app step does once its vault is open. */
export const works: { readonly [K in AppStep]: Work } = {
  'bring-record': bringRecord,
  'bring-file': bringFile,
  'bring-sample': bringSample,
  'bring-before': bringBefore,
  'bring-database': bringDatabase,
  'bring-database-before': bringDatabaseBefore,
  'open-with-kit': lookAround,
}
