// The gallery's own window: what vite built of renderer/gallery, without preload, engine or anything of the app around it.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app, BrowserWindow, net, protocol } from 'electron'

// Fields of dates and numbers speak the clinic's language.
app.commandLine.appendSwitch('lang', 'pt-BR')
protocol.registerSchemesAsPrivileged([{ scheme: 'gallery', privileges: { standard: true, secure: true } }])
void app.whenReady().then(async () => {
  const folder = process.env.SALVAGUARDA_GALLERY ?? ''
  protocol.handle('gallery', ({ url }) =>
    net.fetch(pathToFileURL(join(folder, decodeURIComponent(new URL(url).pathname))).href),
  )
  const window = new BrowserWindow({ width: 1180, height: 800, useContentSize: true, frame: false })
  await window.loadURL('gallery://page/gallery/index.html?driven')
})
app.on('window-all-closed', () => app.quit())
