import type { Recoveries } from '#engine/jobs/index.ts'
import type { Rescue } from '#engine/rescue/index.ts'
import type { Host } from '#engine/session/index.ts'
import type { installCalls, Overview } from '#shared/contracts/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

type Parts = {
  readonly host: Pick<Host, 'installUpdate'>
  readonly overview: () => Promise<Pick<Overview, 'running'>>
  readonly drills: { isOpen(): boolean }
  readonly recoveries: Pick<Recoveries, 'isWorking'>
  readonly rescue: Pick<Rescue, 'isOpen'>
}

/** Another version takes this one's place: main does it, and here is known who asks and what it would interrupt. */
export function installHandlers({ host, overview, drills, recoveries, rescue }: Parts): Handlers<typeof installCalls> {
  return {
    async installUpdate() {
      const { running } = await overview()
      if (drills.isOpen()) fail('UPD_105')
      if (running.length > 0 || recoveries.isWorking || rescue.isOpen) fail('UPD_103')
      await host.installUpdate({})
      return {}
    },
  }
}
