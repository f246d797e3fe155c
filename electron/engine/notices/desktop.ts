import type { hostContract } from '#shared/contracts/index.ts'
import type { Client } from '#shared/wire/index.ts'
import type { Channels } from './channels.ts'

export type NoticeHost = Pick<Client<typeof hostContract>, 'showNotice' | 'withdrawNotice'>

/** Shows a notice on this computer's desktop; main does it, in the language of the window. */
export const desktopChannel = (host: NoticeHost): Channels['desktop'] => ({
  async tell({ notice }, _settings, signal) {
    await host.showNotice({ notice }, signal)
  },
  async withdraw(subject, signal) {
    await host.withdrawNotice({ subject }, signal)
  },
})
