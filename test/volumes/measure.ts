// `node test/volumes/measure.ts`, as root: how soon a disk is noticed, and what waiting for one costs. Prints what docs/decisions/0017 quotes.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '#engine/kernel/index.ts'
import { systemVolumes, volumeWatch } from '#engine/volumes/index.ts'
import { LoopDisk } from './loop-disk.ts'

const TIMES = 10
const WAIT_MS = 60_000
const TICK_MS = 10

const ownCpuMs = async (waitMs: number) => {
  const before = process.cpuUsage()
  await sleep(waitMs)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
const kidsOf = (pid: number): number[] => {
  const kids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  return [...kids, ...kids.flatMap(kidsOf)]
}
const ticksOf = (pid: number) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return Number(fields[11]) + Number(fields[12])
}
const kibOf = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
const say = (text: string) => process.stdout.write(`${text}\n`)

const folder = mkdtempSync(join(tmpdir(), 'medir discos '))
const idleMs = await ownCpuMs(WAIT_MS)
const adapter = systemVolumes(systemClock)
const watch = volumeWatch(adapter, systemClock)
await watch.current()
const disk = await LoopDisk.make(folder, 'HDAZUL', 'ext4', 16)
const tookMs: number[] = []
for (let times = 0; times < TIMES; times += 1)
  for (const step of [() => disk.plugIn(join(folder, 'HD')), () => disk.unplug()]) {
    const told = new Promise<void>((resolve) => {
      const stop = watch.onLook(({ attached, detached }) => {
        if (attached.length + detached.length === 0) return
        stop()
        resolve()
      })
    })
    await step()
    const beganMs = performance.now()
    await told
    tookMs.push(performance.now() - beganMs)
  }
tookMs.sort((a, b) => a - b)
say(
  `noticed after ${Math.round(tookMs[TIMES] ?? 0)} ms (median), ${Math.round(tookMs.at(-1) ?? 0)} ms (longest of ${tookMs.length})`,
)
const before = process.cpuUsage()
for (let times = 0; times < TIMES; times += 1) await adapter.list()
const { user, system } = process.cpuUsage(before)
say(`one look: ${((user + system) / 1000 / TIMES).toFixed(1)} ms of our own CPU`)
const kids = kidsOf(process.pid)
const ticks = () => kids.reduce((sum, pid) => sum + ticksOf(pid), 0)
const beganTicks = ticks()
const watchingMs = await ownCpuMs(WAIT_MS)
say(`a minute of waiting: ${watchingMs.toFixed(1)} ms of our CPU (${idleMs.toFixed(1)} ms without the watch)`)
say(
  `its helpers (${kids.length}): ${(ticks() - beganTicks) * TICK_MS} ms, ${(kids.reduce((sum, pid) => sum + kibOf(pid), 0) / 1024).toFixed(1)} MB`,
)
await watch.stop()
await disk.destroy()
rmSync(folder, { recursive: true, force: true })
say(execFileSync('findmnt', ['--version'], { encoding: 'utf8' }).trim())
