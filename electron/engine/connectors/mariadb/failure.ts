import type { Code } from '#shared/errors/index.ts'

/** Numbers of MariaDB and MySQL, which are the same in every language. https://mariadb.com/kb/en/mariadb-error-code-reference/ */
const MEANINGS: Readonly<Record<number, Code>> = {
  1040: 'DB_101', // too many connections
  1203: 'DB_101',
  1205: 'DB_101', // waited too long for a lock
  1213: 'DB_101', // deadlock
  1226: 'DB_101',
  1969: 'DB_101', // statement took longer than allowed
  1034: 'DB_102', // index or table damaged
  1035: 'DB_102',
  1194: 'DB_102',
  1195: 'DB_102',
  1877: 'DB_102',
  1932: 'DB_102',
  1049: 'DB_105', // unknown database
  2002: 'DB_106', // cannot connect
  2003: 'DB_106',
  2005: 'DB_106',
  1045: 'DB_107', // access denied for the user
  1130: 'DB_107',
  1251: 'DB_107',
  1698: 'DB_107',
  1862: 'DB_107',
  1044: 'DB_109', // access denied to the database, a table, a routine
  1142: 'DB_109',
  1143: 'DB_109',
  1227: 'DB_109',
  1370: 'DB_109',
}
const NUMBER = /\b(?:error:? +|ERROR +)(\d{4})\b|\((\d{4})\)/gi
const UNKNOWN_OPTION = /unknown (option|variable)/i
const ONLY_WARNING = /^\s*$|^(\S+: )?(\[?warning\]?)|deprecated/i

/** Undefined for nothing but warnings. What is no warning and nothing we know is DB_104: the dump did not come whole. */
export function codeOfMaria(complaints: string): Code | undefined {
  const lines = complaints.split('\n').filter((line) => !ONLY_WARNING.test(line))
  if (lines.length === 0) return undefined
  for (const line of lines)
    for (const [, plain, bracketed] of line.matchAll(NUMBER)) {
      const code = MEANINGS[Number(plain ?? bracketed)]
      if (code) return code
    }
  return lines.some((line) => UNKNOWN_OPTION.test(line)) ? 'DB_108' : 'DB_104'
}
