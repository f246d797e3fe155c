import { z } from 'zod'
import { dueWorkSchema, machineStateSchema, schedulePolicySchema } from '../domain/index.ts'
import { call, whole } from '../wire/index.ts'

const nothing = z.object({})
const policy = whole(schedulePolicySchema)

export const scheduleCalls = {
  /** What the clinic decided about when. */
  schedulePolicy: call(nothing, policy),
  setSchedulePolicy: call(policy, policy),
  /** What begins by itself next, and everything it waits for. Empty while nothing is set up, or the plan is switched off. */
  schedulePlan: call(nothing, z.array(dueWorkSchema)),
  /** Told by main whenever it changes: what the computer runs on. */
  tellMachine: call(machineStateSchema, nothing),
  /** Told by main where only it hears of devices (Windows): a disk may have come or gone. */
  tellDevices: call(nothing, nothing),
  /** Told by main when the computer is back from sleep. */
  tellResumed: call(nothing, nothing),
}
