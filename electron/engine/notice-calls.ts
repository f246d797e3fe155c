import path from 'node:path'
import type { Audit, RecordedAct } from '#engine/audit/index.ts'
import type { Catalog } from '#engine/catalog/index.ts'
import type { Clock, Log, Random } from '#engine/kernel/index.ts'
import {
  desktopChannel,
  emailChannel,
  type Known,
  mailPassword,
  NoticeKeeper,
  noticeHandlers,
  pingChannel,
  situationOf,
} from '#engine/notices/index.ts'
import type { Host } from '#engine/session/index.ts'

type Parts = {
  readonly dataFolder: string
  readonly host: Host
  /** How everything stands, asked anew at each look. */
  readonly known: () => Promise<Omit<Known, 'nowMs'>>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/** The notices, put on the other rooms and on the ways by which people are told. */
export async function openNotices({ dataFolder, host, known, ...parts }: Parts) {
  const { clock } = parts
  const keeper = await NoticeKeeper.open({
    ...parts,
    bookFile: path.join(dataFolder, 'notices.json'),
    settingsFile: path.join(dataFolder, 'notice-settings.json'),
    async look() {
      const now = await known()
      return situationOf({ ...now, nowMs: clock.nowMs() })
    },
    channels: (id) => ({
      desktop: desktopChannel(host),
      email: emailChannel({ password: mailPassword(host, id).read }),
      ping: pingChannel(),
    }),
  })
  let stopFacts = () => {}
  return {
    keeper,
    mailPassword: mailPassword(host, keeper.id).read,
    carried: keeper.carried,
    handlers: noticeHandlers(keeper, mailPassword(host, keeper.id)),
    /** Looks now, not at its next turn. */
    review: () => void keeper.review(),
    /** What needs no fact to have changed something is noticed at once, too. */
    onAct({ outcome }: Pick<RecordedAct, 'outcome'>) {
      if (outcome === 'done') void keeper.review()
    },
    /** Looks each minute, after each fact and after each change of the register. */
    begin(catalog: Catalog, audit: Audit) {
      stopFacts = catalog.onFact(() => void keeper.review())
      audit.onChange(() => void keeper.review())
      void keeper.run()
    },
    stopFacts: () => stopFacts(),
    close: () => keeper.close(),
  }
}
