import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Tool } from './tools/tool.ts'

const exec = promisify(execFile)
const DROP = '/proc/sys/vm/drop_caches'

/** Whether this user may empty the page cache; where not, all tools are measured with a warm one, and the results say so. */
export function canDropCaches(): boolean {
  try {
    writeFileSync(DROP, '3\n')
    return true
  } catch {
    return false
  }
}

/**
 * Makes the start the same for every tool: what the last one wrote is on disk, data and vault are not in memory, the program is.
 * A program that has been used today is in memory on a real computer too, and only the work is to be compared.
 */
export async function settle(tool: Tool, isCold: boolean): Promise<void> {
  await exec('sync')
  if (isCold) writeFileSync(DROP, '3\n')
  await exec(tool.version.program, [...tool.version.args], { env: tool.version.env })
}

/** First line of what a tool says of its version. */
export async function versionOf(tool: Tool): Promise<string> {
  const { stdout } = await exec(tool.version.program, [...tool.version.args], { env: tool.version.env })
  return stdout.trim().split('\n')[0] ?? ''
}
