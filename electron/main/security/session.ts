import type { Session } from 'electron'
import { APP_ORIGIN } from '#shared/contracts/index.ts'

/** Shuts what a browser session could do beyond showing our own page. */
export function guardSession(session: Session): void {
  // SECURITY: no camera, no microphone, no place, no notifications of the page's own, no devices.
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  // SECURITY: nothing is downloaded; files reach the disk by the engine only.
  session.on('will-download', (event) => event.preventDefault())
  // SECURITY: the page reaches our bundle and no network at all, even where the policy would be got around.
  session.webRequest.onBeforeRequest((request, decide) => decide({ cancel: !isAllowed(request.url) }))
}

const isAllowed = (url: string) =>
  url.startsWith(`${APP_ORIGIN}/`) || url.startsWith('data:') || url.startsWith('devtools:')
