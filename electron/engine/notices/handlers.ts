import type { noticeCalls } from '#shared/contracts/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import type { NoticeKeeper } from './keeper.ts'
import type { MailPassword } from './mail-password.ts'

/** What the window may ask about notices. */
export const noticeHandlers = (keeper: NoticeKeeper, mail: MailPassword): Handlers<typeof noticeCalls> => ({
  notices: (_nothing, emit) => keeper.onNotices((notices) => emit([...notices])),
  async snoozeNotice({ subject, snooze }) {
    await keeper.snooze(subject, snooze)
    return {}
  },
  noticeSettings: async () => ({ settings: keeper.settings, hasMailPassword: await mail.isKept() }),
  async setNoticeSettings({ settings, mailPassword }) {
    if (mailPassword !== undefined) await mail.keep(mailPassword)
    return keeper.saveSettings(settings)
  },
  async tryEmail(_nothing, signal) {
    await keeper.tryEmail(signal)
    return {}
  },
  async tryPing(_nothing, signal) {
    await keeper.tryPing(signal)
    return {}
  },
})
