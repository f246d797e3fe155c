// A tablet's browser: a real Chromium in a tablet's size that accepts the one certificate of the QR code and no other.
import { app, BrowserWindow, session } from 'electron'

const { TABLET_PIN = '', TABLET_WIDTH = '412', TABLET_HEIGHT = '860' } = process.env
const size = { width: Number(TABLET_WIDTH), height: Number(TABLET_HEIGHT) }
const REFUSE = -2

// Not awaited here: Electron is ready only once this file is loaded.
app.whenReady().then(() => {
  session.defaultSession.setCertificateVerifyProc(({ certificate }, answer) =>
    answer(
      certificate.fingerprint === `sha256/${Buffer.from(TABLET_PIN, 'base64url').toString('base64')}` ? 0 : REFUSE,
    ),
  )
  const window = new BrowserWindow({ ...size, useContentSize: true })
  void window.loadURL('data:text/html,<h1>Tablet</h1>')
})
