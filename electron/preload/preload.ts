// The whole preload: hands ports over and exposes nothing. The page cannot name a channel, reach Node, or see ipcRenderer.
import { ipcRenderer } from 'electron'
import { APP_ORIGIN, CONNECT, PORT, type PortMessage, type PortRole } from '#shared/contracts/hand-over.ts'

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  // SECURITY: only the app's own page, speaking as this very window, may ask.
  if (event.source !== window || event.origin !== APP_ORIGIN) return
  const message = event.data
  if (typeof message === 'object' && message !== null && 'kind' in message && message.kind === CONNECT)
    ipcRenderer.send(CONNECT)
})

ipcRenderer.on(PORT, (event, role: PortRole) => {
  const message: PortMessage = { kind: PORT, role }
  // SECURITY: the target origin is named, so a page that is not ours would get nothing.
  window.postMessage(message, APP_ORIGIN, [...event.ports])
})
