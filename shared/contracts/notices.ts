import { z } from 'zod'
import { noticeSchema, noticeSettingsSchema, noticeSubjectSchema, snoozeSchema } from '../domain/index.ts'
import { call, feed, whole } from '../wire/index.ts'

const nothing = z.object({})
const settings = whole(noticeSettingsSchema)

export const noticeCalls = {
  /** What is unsolved, the most pressing first: now and at every change. */
  notices: feed(nothing, z.array(noticeSchema)),
  /** Puts one notice off, at most 7 days, with a name and a reason. It comes back by itself. */
  snoozeNotice: call(z.object({ subject: noticeSubjectSchema, snooze: snoozeSchema }), nothing),
  noticeSettings: call(nothing, z.object({ settings, hasMailPassword: z.boolean() })),
  /** `mailPassword` goes into the keychain only; left out it stays as it is. Throws KEY_103 where there is no keychain. */
  setNoticeSettings: call(z.object({ settings, mailPassword: z.string().min(1).max(200).optional() }), settings),
  /** Sends one e-mail to everyone who is written down, now. Throws NOTE_101 to NOTE_103, NOTE_105. */
  tryEmail: call(nothing, nothing),
  /** Sends one signal to the follow-up address, now. Throws NOTE_104. */
  tryPing: call(nothing, nothing),
}
