// Keeps two commands started at once (two terminals) from setting up the same folder at the same time.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { CACHE } from './paths.mjs'
import { say } from './say.mjs'

const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Runs `work` while no other process does; a lock whose owner has died is taken over. */
export async function alone(work, file = join(CACHE, 'setup.lock')) {
  mkdirSync(dirname(file), { recursive: true })
  let told = false
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    let owner = Number.NaN
    try {
      owner = Number(readFileSync(file, 'utf8') || Number.NaN)
    } catch {
      continue // released in between
    }
    if (!Number.isNaN(owner) && !isAlive(owner)) {
      rmSync(file, { force: true })
      continue
    }
    if (!told) say(`another command (process ${owner}) is setting up; waiting for it`)
    told = true
    await wait(200)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}
