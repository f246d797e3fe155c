import { Notification } from 'electron'
import { type Notice, type NoticeSubject, noticeScreens } from '#shared/domain/index.ts'
import { AppError } from '#shared/errors/index.ts'
import { dictionaries, noticeWords } from '#shared/i18n/index.ts'
import type { Language } from '#shared/units/index.ts'

/** A desktop that has not shown a notification by then shows none. */
const PATIENCE_MS = 10_000

export type Notifications = {
  /** Resolves when the desktop shows it. Throws NOTE_106. */
  show(notice: Notice): Promise<void>
  withdraw(subject: NoticeSubject): void
  /** For what the engine cannot say itself. */
  showEngineStopped(): void
}

type Parts = {
  readonly language: () => Language
  readonly icon: string
  readonly onOpen: (screen: (typeof noticeScreens)[keyof typeof noticeScreens]) => void
}

/** The desktop's own notifications, one a subject: a click goes where the one thing to do is done. */
export function openNotifications({ language, icon, onOpen }: Parts): Notifications {
  const shown = new Map<NoticeSubject, Notification>()
  let stopped: Notification | undefined
  const withdraw = (subject: NoticeSubject) => {
    shown.get(subject)?.close()
    shown.delete(subject)
  }
  return {
    withdraw,
    showEngineStopped() {
      const { title, body } = dictionaries[language()].tray.engineStopped
      stopped?.close()
      stopped = new Notification({ title, body, icon, timeoutType: 'never', urgency: 'critical' })
      stopped.on('click', () => onOpen('home'))
      stopped.show()
    },
    show(notice) {
      withdraw(notice.subject)
      const words = noticeWords(notice, Date.now(), language())
      const isUrgent = notice.tone === 'needs-you'
      const notification = new Notification({
        title: words.title,
        body: [words.safe, words.todo].join(' '),
        icon,
        // Where a desktop knows no buttons, a click anywhere does the same.
        actions: [{ type: 'button', text: words.button }],
        timeoutType: isUrgent ? 'never' : 'default',
        urgency: isUrgent ? 'critical' : 'normal',
      })
      // Held until it is gone: what is collected is not clicked any more.
      shown.set(notice.subject, notification)
      const open = () => onOpen(noticeScreens[notice.action])
      notification.on('click', open)
      notification.on('action', open)
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new AppError('NOTE_106')), PATIENCE_MS)
        notification.once('show', () => {
          clearTimeout(timer)
          resolve()
        })
        notification.once('failed', () => {
          clearTimeout(timer)
          reject(new AppError('NOTE_106'))
        })
        notification.show()
      })
    },
  }
}
