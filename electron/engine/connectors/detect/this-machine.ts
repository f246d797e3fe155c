import { open, readdir, readFile, readlink, stat } from 'node:fs/promises'
import { windowsPowerShell } from '#shared/domain/index.ts'
import { runTool } from '../tools/run-tool.ts'
import { serverAnswers } from '../tools/server-answers.ts'
import type { Machine, RunningProgram, Service } from './machine.ts'
import { parseServices } from './services.ts'

const LONGEST_TEXT_BYTES = 64 * 1024
const LIST_SERVICES =
  'Get-CimInstance Win32_Service | Select-Object Name, PathName, State | ConvertTo-Json -Compress -Depth 2'

/** The computer this program runs on. */
export const thisMachine: Machine = {
  platform: process.platform === 'linux' || process.platform === 'win32' ? process.platform : 'other',
  programs: () => (process.platform === 'linux' ? linuxPrograms() : Promise.resolve([])),
  services: () => (process.platform === 'win32' ? windowsServices() : Promise.resolve([])),
  listens: (port) => serverAnswers('127.0.0.1', port),
  isFile: (path) =>
    stat(path).then(
      (facts) => facts.isFile(),
      () => false,
    ),
  readText,
}

async function linuxPrograms(): Promise<readonly RunningProgram[]> {
  const found: RunningProgram[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    const args = line.split('\0').slice(0, -1)
    const path = await readlink(`/proc/${pid}/exe`).catch(() => args[0] ?? '')
    if (path !== '') found.push({ path, args: args.slice(1) })
  }
  return found
}

async function windowsServices(): Promise<readonly Service[]> {
  const args = ['-NoProfile', '-NonInteractive', '-Command', LIST_SERVICES]
  const { printed } = await runTool({ program: windowsPowerShell(process.env), args }).catch(() => ({ printed: '' }))
  return parseServices(printed)
}

async function readText(path: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch(() => undefined)
  if (!file) return undefined
  try {
    const buffer = Buffer.alloc(LONGEST_TEXT_BYTES)
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch {
    return undefined
  } finally {
    await file.close()
  }
}
