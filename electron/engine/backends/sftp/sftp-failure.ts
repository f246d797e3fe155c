import { type Code, fail, isAppError } from '#shared/errors/index.ts'

/** Numbers of SSH_FX_… that mean something to us (draft-ietf-secsh-filexfer-02, 12 to 15 from its later versions). */
export const status = {
  noSuchFile: 2,
  permissionDenied: 3,
  failure: 4,
  noConnection: 6,
  connectionLost: 7,
  unsupported: 8,
  noSuchPath: 10,
  alreadyExists: 11,
  writeProtect: 12,
  noSpace: 14,
  quotaExceeded: 15,
} as const

const CODES: ReadonlyMap<number, Code> = new Map([
  [status.permissionDenied, 'DEST_103'],
  [status.writeProtect, 'DEST_103'],
  [status.noConnection, 'DEST_101'],
  [status.connectionLost, 'DEST_101'],
  [status.noSpace, 'DEST_102'],
  [status.quotaExceeded, 'DEST_102'],
])
/** Servers that know only "failure" often say more in words. */
const SAYS_FULL = /no space|disk (is )?full|quota|enospc|edquot|not enough (space|room)/i

/** The connection went away before the answer came: the request may or may not have been carried out. */
export class ConnectionLost extends Error {}

/** The server's status number, or -1 for anything that is no answer of a server. */
export function statusOf(error: unknown): number {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : -1
}

export const isMissing = (error: unknown) =>
  statusOf(error) === status.noSuchFile || statusOf(error) === status.noSuchPath

/** What a server's answer means; undefined for a "failure" without a reason. */
export function codeOfAnswer(error: unknown): Code | undefined {
  if (error instanceof ConnectionLost) return 'DEST_101'
  const known = CODES.get(statusOf(error))
  if (known !== undefined) return known
  return error instanceof Error && SAYS_FULL.test(error.message) ? 'DEST_102' : undefined
}

/** Ends the call with the DEST_… code that a failure means; a root that is gone explains any of them. */
export function failSftp(error: unknown, rootIsThere = true): never {
  if (isAppError(error) || error instanceof TypeError) throw error
  const code = codeOfAnswer(error)
  return fail(rootIsThere ? (code ?? 'DEST_104') : 'DEST_101', {}, { cause: error })
}
