import type { WebContents } from 'electron'
import { APP_ORIGIN } from '#shared/contracts/index.ts'

type Page = Pick<WebContents, 'id'> & {
  on(event: 'did-navigate' | 'render-process-gone', listener: () => void): unknown
  once(event: 'destroyed', listener: () => void): unknown
}

/** Which page may use the camera right now: one that said that it scans a kit, until it says that it is done, or is another document. */
export type CameraGate = {
  set(page: Page, isAllowed: boolean): void
  isAllowed(page: Pick<WebContents, 'id'> | null, origin: string | undefined): boolean
}

export function cameraGate(): CameraGate {
  const allowed = new Set<number>()
  const watched = new WeakSet<Page>()
  return {
    set(page, isAllowed) {
      const { id } = page
      if (isAllowed) allowed.add(id)
      else allowed.delete(id)
      if (!isAllowed || watched.has(page)) return
      watched.add(page)
      const forget = () => void allowed.delete(id)
      page.on('did-navigate', forget)
      page.on('render-process-gone', forget)
      page.once('destroyed', forget)
    },
    // SECURITY: our own document only, whoever else may share its session one day.
    isAllowed: (page, origin) =>
      page !== null && allowed.has(page.id) && origin !== undefined && `${origin}/`.startsWith(`${APP_ORIGIN}/`),
  }
}
