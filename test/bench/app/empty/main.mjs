// The least that Electron can show: what any app on it pays before its own first line runs.
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'

void app
  .whenReady()
  .then(() => new BrowserWindow({ width: 1200, height: 800 }).loadFile(join(import.meta.dirname, 'index.html')))
app.on('window-all-closed', () => app.quit())
