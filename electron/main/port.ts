import type { MessagePortMain } from 'electron'
import type { Port } from '#shared/wire/index.ts'

/** Makes a wire port of main's own kind of message port. */
export const mainPort = (port: MessagePortMain): Port => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on('message', (event) => listener(event.data)),
  onClose: (listener) => port.on('close', listener),
  start: () => port.start(),
  close: () => port.close(),
})
