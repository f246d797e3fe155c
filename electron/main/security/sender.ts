import { APP_ORIGIN } from '#shared/contracts/index.ts'

type Frame = { readonly url: string; readonly parent: unknown } | null

/** True when a message comes from the top frame of the app's own page, and from nobody else who got hold of a channel. */
export function isOwnSender(event: { readonly senderFrame: Frame }): boolean {
  const frame = event.senderFrame
  // SECURITY: a frame that is gone, embedded or from elsewhere has nothing to ask.
  return frame !== null && frame.parent === null && frame.url.startsWith(`${APP_ORIGIN}/`)
}
