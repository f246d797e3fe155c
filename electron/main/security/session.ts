import type { Session } from 'electron'
import { APP_ORIGIN } from '#shared/contracts/index.ts'
import type { CameraGate } from './camera.ts'

/** Nobody listens on the first port. */
const NOWHERE = 'http://127.0.0.1:1'

/** Shuts what a browser session could do beyond showing our own page. */
export function guardSession(session: Session, camera: CameraGate): void {
  // SECURITY: no microphone, no place, no notifications of the page's own, no devices; the camera only while a kit is scanned.
  session.setPermissionRequestHandler((contents, permission, decide, details) =>
    decide(
      permission === 'media' &&
        'mediaTypes' in details &&
        details.mediaTypes?.length === 1 &&
        details.mediaTypes[0] === 'video' &&
        camera.isAllowed(contents, details.requestingUrl),
    ),
  )
  session.setPermissionCheckHandler(
    (contents, permission, origin, details) =>
      permission === 'media' && details.mediaType === 'video' && camera.isAllowed(contents, origin),
  )
  session.setDevicePermissionHandler(() => false)
  // SECURITY: nothing is downloaded; files reach the disk by the engine only.
  session.on('will-download', (event) => event.preventDefault())
  // SECURITY: what is no request (WebRTC) is sent through a proxy that is not there; our bundle needs none.
  void session.setProxy({ proxyRules: NOWHERE, proxyBypassRules: '<-loopback>' })
  // SECURITY: the page reaches our bundle and no network at all, even where the policy would be got around.
  session.webRequest.onBeforeRequest((request, decide) => decide({ cancel: !isAllowed(request.url) }))
}

const isAllowed = (url: string) =>
  url.startsWith(`${APP_ORIGIN}/`) || url.startsWith('data:') || url.startsWith('devtools:')
