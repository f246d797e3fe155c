import type { Port } from '#shared/wire/index.ts'

/** Makes a wire port of the window's own MessagePort. */
export const domPort = (port: MessagePort): Port => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.addEventListener('message', (event) => listener(event.data)),
  onClose: (listener) => port.addEventListener('close', listener),
  start: () => port.start(),
  close: () => port.close(),
})
