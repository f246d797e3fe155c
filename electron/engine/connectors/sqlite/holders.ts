import { readdir, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * How many other programs have a file open, as far as this system tells: undefined where it tells nobody.
 *
 * Linux lets a file be renamed under a program, which would go on writing into the one that was set aside. Windows refuses the rename
 * itself, so there nothing has to be asked. Programs of other users are only seen by the system's master.
 */
export async function holdersOf(path: string, processes = '/proc'): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined
  const { dev, ino } = await stat(path, { bigint: true })
  let holders = 0
  for (const name of await readdir(processes).catch(() => [])) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue
    if (await hasOpen(join(processes, name, 'fd'), { dev, ino })) holders++
  }
  return holders
}

async function hasOpen(folder: string, { dev, ino }: { readonly dev: bigint; readonly ino: bigint }): Promise<boolean> {
  for (const name of await readdir(folder).catch(() => [])) {
    const fd = join(folder, name)
    // Most of what is open are sockets and pipes: their links lead nowhere on the disk.
    const target = await readlink(fd).catch(() => '')
    if (!target.startsWith('/')) continue
    const found = await stat(fd, { bigint: true }).catch(() => undefined)
    if (found?.ino === ino && found.dev === dev) return true
  }
  return false
}
