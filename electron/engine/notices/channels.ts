import type { Notice, NoticeSettings, NoticeSubject } from '#shared/domain/index.ts'

/** One notice on its way to people. */
export type Message = {
  readonly notice: Notice
  readonly clinicName: string
  /** The same for every try of one notice on one day, so that whoever gets it twice can drop one. */
  readonly deliveryId: string
  readonly nowMs: number
}

/** One way to reach people. Resolves when the message has arrived as far as can be known; throws coded failures. */
export type Channel = {
  tell(message: Message, settings: NoticeSettings, signal: AbortSignal): Promise<void>
}

export type Channels = {
  readonly desktop: Channel & { withdraw(subject: NoticeSubject, signal: AbortSignal): Promise<void> }
  readonly email: Channel & {
    /** Tells everybody who is written down that e-mail works. */
    trial(clinicName: string, deliveryId: string, settings: NoticeSettings, signal: AbortSignal): Promise<void>
  }
  readonly ping: Channel & { heartbeat(settings: NoticeSettings, signal: AbortSignal): Promise<void> }
}
