import { randomUUID } from 'node:crypto'
import { stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { BrowserWindow, session } from 'electron'
import { fail } from '#shared/errors/index.ts'

const PAGE = 'prontuario.html'
const PAPER = 'prontuario.pdf'

/**
 * Prints one record's page into a PDF beside it, in a window nobody sees. Throws REST_103.
 *
 * SECURITY: the page holds what a database held. It runs no script, reaches nothing but itself, and its session leaves with it.
 */
export async function printRecord(folder: string): Promise<void> {
  const page = path.join(folder, PAGE)
  const isThere = path.isAbsolute(folder) && (await stat(page).catch(() => undefined))?.isFile() === true
  if (!isThere) fail('REST_103')
  const own = session.fromPartition(`record-${randomUUID()}`, { cache: false })
  const url = pathToFileURL(page).href
  own.webRequest.onBeforeRequest((request, decide) =>
    decide({ cancel: request.url !== url && !request.url.startsWith('data:image/') }),
  )
  own.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  own.setPermissionCheckHandler(() => false)
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: own,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      spellcheck: false,
    },
  })
  try {
    await window.loadURL(url)
    const bytes = await window.webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      margins: { top: 0.5, bottom: 0.5, left: 0.5, right: 0.5 },
    })
    await writeFile(path.join(folder, PAPER), bytes, { flag: 'wx', mode: 0o600 })
  } catch (cause) {
    fail('REST_103', {}, { cause })
  } finally {
    window.destroy()
    await own.clearStorageData().catch(() => {})
  }
}
