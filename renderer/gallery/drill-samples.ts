import type { drillCalls } from '#shared/contracts/index.ts'
import type { Handlers } from '#shared/wire/index.ts'

const never = (): Promise<never> => new Promise(() => {})

/** An engine whose clinic has not rehearsed yet. */
export const drillFakes: Handlers<typeof drillCalls> = {
  drills: async () => ({ cards: [], running: null, past: [], silent: [], dueAtMs: null }),
  drillUnderWay: (_nothing, emit) => {
    emit(null)
    return () => {}
  },
  beginDrill: never,
  runDrillStep: never,
  endDrillStep: never,
  drillPictures: never,
  drillPicturesSeen: never,
  stuckInDrill: never,
  pauseDrill: never,
  goOnWithDrill: never,
  takeDrillFrom: never,
  endDrill: never,
  addImprovement: never,
  tickImprovement: never,
  drillReport: never,
}
