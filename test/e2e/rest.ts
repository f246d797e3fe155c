import type { SchedulePolicy } from '#shared/domain/index.ts'
import { expect, type RunningApp } from './app.ts'
import { callFromPage } from './page-wire.ts'

/** At night the app checks by itself and lets a file come back: when this resolves that is over, and it does not begin again. */
export async function rest({ page }: RunningApp): Promise<void> {
  const value = async (name: string, input: object) => {
    const answer = await callFromPage(page, 'engine', name, input)
    if (answer.t !== 'ok') throw new Error(`${name}: ${answer.error.code}`)
    return answer.value
  }
  const policy = (await value('schedulePolicy', {})) as SchedulePolicy
  const fromMinute = ((new Date().getHours() + 12) % 24) * 60
  await value('setSchedulePolicy', { ...policy, night: { ...policy.night, fromMinute, toMinute: fromMinute + 30 } })
  await expect.poll(async () => ((await value('overview', {})) as { running: unknown[] }).running).toEqual([])
}
