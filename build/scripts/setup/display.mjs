// A virtual display for a Linux machine that has none, readable only by those who hold its cookie.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leash } from './leash.mjs'

const counted = (bytes) => {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** One entry of an .Xauthority file that fits any display: family "wild", no address, no number, scheme, cookie. */
export function xAuthority(cookie) {
  const wild = Buffer.from([0xff, 0xff])
  const empty = Buffer.alloc(0)
  return Buffer.concat([
    wild,
    counted(empty),
    counted(empty),
    counted(Buffer.from('MIT-MAGIC-COOKIE-1')),
    counted(cookie),
  ])
}

/** @returns {Promise<{env: Record<string, string>, stop: () => Promise<void>}>} */
export async function startDisplay() {
  const folder = mkdtempSync(join(tmpdir(), 'salvaguarda-display-'))
  const authority = join(folder, 'Xauthority')
  writeFileSync(authority, xAuthority(randomBytes(16)), { mode: 0o600 })
  const args = ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-auth', authority]
  const server = leash('Xvfb', args)
  const stop = async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return { env: { DISPLAY: `:${await server.firstLine()}`, XAUTHORITY: authority }, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
