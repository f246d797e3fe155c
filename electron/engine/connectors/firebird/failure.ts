import type { Code } from '#shared/errors/index.ts'

/** What Firebird's tools complain of, by meaning. They speak English everywhere. */
const MEANINGS: readonly (readonly [RegExp, Code])[] = [
  [/user name and password are not defined|SQLSTATE = 28000/i, 'DB_107'],
  [/No such file|trying to open file|The system cannot find/i, 'DB_105'],
  [/must be either SYSDBA or owner|no permission for|not have enough privileges/i, 'DB_109'],
  [/unsupported on-disk structure|incompatible|unknown switch|not supported by|wire protocol/i, 'DB_108'],
  [/wrong page type|checksum error|consistency check|database file appears corrupt|is not a valid database/i, 'DB_102'],
  [/\bshutdown\b(?!.*connection)|lock time-out|lock conflict|object .* is in use|too many open handles/i, 'DB_101'],
  [/already exists/i, 'DB_112'],
  [/Failed to establish a connection|Unable to complete network request/i, 'DB_106'],
]
const ANY_ERROR = /\bERROR\b|Statement failed|Exiting before completion/

/** Undefined when there is no word of an error. What is an error but nothing we know is DB_104: the dump did not come whole. */
export function codeOfFirebird(complaints: string): Code | undefined {
  if (!ANY_ERROR.test(complaints)) return undefined
  return MEANINGS.find(([pattern]) => pattern.test(complaints))?.[1] ?? 'DB_104'
}
