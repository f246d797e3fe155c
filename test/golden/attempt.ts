// Does with a repository all that a person would, and says what came of it. As a program: `node attempt.ts <repository> <target>`.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { localBackend } from '#engine/backends/index.ts'
import { applyRestore, planRestore } from '#engine/restore/index.ts'
import { checkVault, openVault, type Vault } from '#engine/vault/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import { PASSWORD } from './odd-vault.ts'

export type Attempt = {
  /** Codes of what was refused, by step; a step that is not here went well. */
  readonly refusals: Readonly<Partial<Record<'open' | 'list' | 'restore', string>>>
  /** Codes of entries left out of the recovery. */
  readonly skips: readonly string[]
  /** What the check finds, or the code with which it ends. */
  readonly problems: readonly string[]
  /** Set by the program only. */
  readonly peakBytes?: number
}

export async function attempt(folder: string, target: string): Promise<Attempt> {
  const refusals: Record<string, string> = {}
  const step = async <T>(name: 'open' | 'list' | 'restore', work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      if (!isAppError(error)) throw error
      refusals[name] = error.code
      return undefined
    }
  }
  const vault = await step('open', () => openVault(localBackend(folder), PASSWORD))
  if (!vault) return { refusals, skips: [], problems: [] }
  try {
    await step('list', () => vault.listSnapshots())
    const skips = (await step('restore', () => restoreLatest(vault, target))) ?? []
    return { refusals, skips, problems: await problemsIn(vault) }
  } finally {
    await vault.close()
  }
}

async function restoreLatest(vault: Vault, targetFolder: string): Promise<readonly string[]> {
  const snapshot = await vault.findSnapshot('latest')
  const request = { snapshot, include: [], targetFolder, layout: 'full-path', onConflict: 'overwrite' } as const
  const { skips } = await applyRestore(vault, await planRestore(vault, request))
  return skips.map(({ code }) => code)
}

async function problemsIn(vault: Vault): Promise<readonly string[]> {
  try {
    const { problems } = await checkVault(vault, { readData: true })
    return [...new Set(problems.map(({ what }) => what))].sort()
  } catch (error) {
    if (!isAppError(error)) throw error
    return [error.code]
  }
}

/** What this program needed; the system's other figure begins with what the one that started it had. */
export function peakBytes(): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return Number(kibibytes) * 1024
}

const [, program = '', folder = '', target = ''] = process.argv
if (import.meta.url === pathToFileURL(program).href) {
  const outcome: Attempt = { ...(await attempt(folder, target)), peakBytes: peakBytes() }
  process.stdout.write(JSON.stringify(outcome))
}
