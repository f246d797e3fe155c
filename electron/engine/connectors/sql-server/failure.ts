import type { Code } from '#shared/errors/index.ts'

/** Numbers of SQL Server's messages, the same in every language. https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors */
const MEANINGS: Readonly<Record<number, Code>> = {
  1205: 'DB_101',
  1222: 'DB_101',
  3023: 'DB_101', // another backup or change of its files is under way
  823: 'DB_102',
  824: 'DB_102',
  825: 'DB_102',
  3043: 'DB_102', // a wrong checksum met while copying
  8921: 'DB_102',
  911: 'DB_105',
  4060: 'DB_105',
  18452: 'DB_107',
  18456: 'DB_107',
  18470: 'DB_107',
  3169: 'DB_108', // made by a newer server
  229: 'DB_109',
  262: 'DB_109',
  916: 'DB_109',
  1801: 'DB_112', // a database of that name exists
  3241: 'DB_104', // no backup, or only part of one
  3242: 'DB_104',
  3201: 'DB_104', // cannot write to or read the staging folder
}
const NUMBER = /\b(?:Msg|Mensagem|Mens\.) (\d+)/g
const NO_ANSWER =
  /could not open a connection|login timeout expired|network-related|unable to open tcp connection|server was not found|tempo limite de logon/i

/** What sqlcmd printed, by meaning; undefined when it names no error. */
export function codeOfSqlServer(printed: string): Code | undefined {
  const numbers = [...printed.matchAll(NUMBER)].map(([, number]) => Number(number))
  for (const number of numbers) {
    const code = MEANINGS[number]
    if (code) return code
  }
  if (NO_ANSWER.test(printed)) return 'DB_106'
  return numbers.length > 0 || /\bError:|\bErro:/.test(printed) ? 'DB_104' : undefined
}
