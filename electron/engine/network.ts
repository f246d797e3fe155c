import { bandwidthLimit, type NetworkUse } from '#engine/backends/index.ts'
import type { Clock } from '#engine/kernel/index.ts'
import { isWithin } from '#engine/schedule/index.ts'
import type { Settings } from '#engine/settings/index.ts'

/** How places on a network are reached by what the clinic decided, whenever it is asked; all of them share one limit. */
export function networkUse(settings: () => Settings | undefined, clock: Clock): () => NetworkUse {
  const spend = bandwidthLimit((nowMs) => {
    const known = settings()
    if (known === undefined) return {}
    const { network, schedule } = known
    const isAttending = isWithin(schedule.attendance, nowMs)
    const upKbits = isAttending ? network.attendanceUpKbits : network.otherUpKbits
    const downKbits = isAttending ? network.attendanceDownKbits : network.otherDownKbits
    return { upKbits: upKbits ?? undefined, downKbits: downKbits ?? undefined }
  }, clock)
  return () => {
    const proxyUrl = settings()?.network.proxyUrl ?? undefined
    return { spend, ...(proxyUrl !== undefined && { proxyUrl }) }
  }
}
