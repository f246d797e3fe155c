import { ipcMain, MessageChannelMain, type MessagePortMain, type WebContents } from 'electron'
import { CONNECT, PORT, type PortRole } from '#shared/contracts/index.ts'
import type { Supervisor } from '../engine-process/index.ts'
import { isOwnSender } from '../security/index.ts'

/**
 * Gives each page that asks its ports: one to main, one to the engine, and a new one to the engine after each restart.
 *
 * `onShellPort` serves main's side of a page.
 */
export function handOverPorts(
  engine: Supervisor,
  onShellPort: (page: WebContents, port: MessagePortMain) => void,
): void {
  const pages = new Set<WebContents>()

  const send = (page: WebContents, role: PortRole, port: MessagePortMain) => {
    try {
      page.postMessage(PORT, role, [port])
    } catch {
      // A page whose process fell takes nothing; it asks again when it is back.
      port.close()
    }
  }
  const sendEnginePort = (page: WebContents) => {
    const { port1, port2 } = new MessageChannelMain()
    if (engine.openPort('window', port1)) send(page, 'engine', port2)
  }

  ipcMain.on(CONNECT, (event) => {
    if (!isOwnSender(event)) return
    const page = event.sender
    if (!pages.has(page)) {
      pages.add(page)
      page.once('destroyed', () => pages.delete(page))
    }
    const { port1, port2 } = new MessageChannelMain()
    onShellPort(page, port1)
    send(page, 'shell', port2)
    sendEnginePort(page)
  })
  engine.onRunning(() => {
    for (const page of pages) sendEnginePort(page)
  })
}
