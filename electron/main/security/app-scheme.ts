import { type Protocol, protocol } from 'electron'
import { APP_ORIGIN } from '#shared/contracts/index.ts'
import { answerFromBundle } from './bundle.ts'

const SCHEME = new URL(APP_ORIGIN).protocol.slice(0, -1)

/** Tells Chromium that app:// is a real, secure origin. Must run before Electron is ready. */
export function registerAppScheme(): void {
  // SECURITY: an origin of its own instead of file://, so that 'self' means our bundle and nothing else on the disk.
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built page from its folder as app://. */
export function serveApp(session: { readonly protocol: Protocol }, folder: string): void {
  session.protocol.handle(SCHEME, (request) => answerFromBundle(folder, request))
}
