import { stat } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import path from 'node:path'
import { silentLog, systemRandom } from '#engine/kernel/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import type { Context, Outcome } from './context.ts'
import { dataFolder } from './data-folder.ts'
import type { CommandName } from './options.ts'

/** Known without loading the room: most commands run where there is no register. */
const REGISTER = 'audit.db'
/** These look at the register itself, and change nothing in it. */
const UNTOLD: ReadonlySet<CommandName> = new Set(['audit'])

/**
 * Runs a command with a line before and one after it in the register of the clinic whose computer this is. Where there is none, nothing is
 * written anywhere.
 *
 * A register that cannot be written keeps no technician from recovering: that is said, and the command goes on.
 */
export async function recorded(context: Context, name: CommandName, work: () => Promise<Outcome>): Promise<Outcome> {
  const folder = dataFolder(context)
  const isThere = (await stat(path.join(folder, REGISTER)).catch(() => undefined))?.isFile() === true
  if (!isThere || UNTOLD.has(name)) return work()
  await write(context, folder, name, { outcome: 'begun' })
  try {
    const outcome = await work()
    await write(context, folder, name, { outcome: outcome === 'problems' ? 'failed' : 'done' })
    return outcome
  } catch (error) {
    await write(context, folder, name, { outcome: 'failed', code: codeOf(error) })
    throw error
  }
}

/** Opened for one line: the app goes on writing beside it. */
async function write(
  { clock, output, vaultId }: Context,
  folder: string,
  name: CommandName,
  how: { readonly outcome: string; readonly code?: string },
): Promise<void> {
  const { Audit } = await import('#engine/audit/index.ts')
  const audit = await Audit.open({ folder, hostname: hostname(), clock, random: systemRandom, log: silentLog })
  const extra = { ...how, user: userOfComputer(), ...(vaultId !== undefined && { vault: vaultId.slice(0, 16) }) }
  const isWritten = audit.note({ type: `cli.${name}`, actor: 'cli', component: 'cli', extra })
  await audit.close()
  if (!isWritten) output.note('auditNotWritten')
}

/** By the name that the computer knows them by, in letters that a line takes. */
function userOfComputer(): string {
  try {
    return userInfo()
      .username.normalize('NFD')
      .replaceAll(/[^A-Za-z0-9_.-]/g, '')
      .slice(0, 40)
  } catch {
    // An account without a name, as in some containers.
    return ''
  }
}
