import type { Code } from '#shared/errors/index.ts'

/**
 * What PostgreSQL's tools complain of, by meaning. The tools speak English here; the server speaks its own language,
 * which in a Brazilian clinic is often Portuguese. SQLSTATE is used where the session shows it.
 */
const MEANINGS: readonly (readonly [RegExp, Code])[] = [
  [/\b55006\b|being accessed by other users|sendo acessado por outros usuários/i, 'DB_115'],
  [/server version mismatch|unrecognized option|illegal option/i, 'DB_108'],
  [/\b42501\b|permission denied|permissão negada|row-level security|segurança em nível de registro/i, 'DB_109'],
  [/\b55P03\b|lock timeout|tempo de espera (do )?bloqueio|\b53300\b|too many clients|LOCK TABLE/i, 'DB_101'],
  [
    /\b28P01\b|\b28000\b|password authentication failed|autenticação do tipo senha falhou|no password supplied|pg_hba\.conf|role ".*" does not exist|role ".*" não existe|not permitted to log in/i,
    'DB_107',
  ],
  [/\b3D000\b|database ".*" does not exist|banco de dados ".*" não existe/i, 'DB_105'],
  [
    /\bXX00[12]\b|invalid page|página inválida|missing chunk|unexpected chunk|is corrupt|could not read block/i,
    'DB_102',
  ],
  [
    /connection refused|could not translate host name|timeout expired|no route to host|network is unreachable|host is down|57P03|starting up|shutting down|está (iniciando|desligando)/i,
    'DB_106',
  ],
]
const ANY_ERROR = /\b(error|fatal|panic|erro|falha)\b/i

/** Undefined when there is no word of an error. What is an error but nothing we know is DB_104: the dump did not come whole. */
export function codeOfPostgres(complaints: string): Code | undefined {
  if (!ANY_ERROR.test(complaints)) return undefined
  return MEANINGS.find(([pattern]) => pattern.test(complaints))?.[1] ?? 'DB_104'
}
