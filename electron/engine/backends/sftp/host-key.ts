import { createHash } from 'node:crypto'
import { fail } from '#shared/errors/index.ts'
import type { NetworkUse } from '../access.ts'
import { loadSsh, quietly, Wire } from './wire.ts'

/** A server's key as OpenSSH shows it. */
export type HostKey = { readonly fingerprint: string; readonly type: string }

/** Long enough for a NAS that has to wake its processor; a person is waiting. */
const SHOW_WITHIN_MS = 20_000

/**
 * Asks a server for its key and goes away again: what a person accepts at set-up, before anything secret is typed.
 *
 * Nobody logs in. Throws DEST_101 where nothing answers and DEST_108 where something else than SSH does.
 */
export async function readHostKey(host: string, port: number, network: NetworkUse = {}): Promise<HostKey> {
  const wire = await Wire.open(host, port, network.proxyUrl, SHOW_WITHIN_MS)
  const ssh = await loadSsh()
  const client = new ssh.Client()
  try {
    return await new Promise<HostKey>((resolve, reject) => {
      client.on('error', reject)
      client.on('close', () => reject(new Error('closed')))
      client.connect({
        sock: wire.socket,
        // never sent: the key is refused before anybody says a name
        username: 'nobody',
        readyTimeout: SHOW_WITHIN_MS,
        hostVerifier: (key: Buffer) => {
          resolve({ fingerprint: fingerprintOf(key), type: typeOf(key) })
          return false
        },
      })
    })
  } catch (error) {
    return fail(wire.isForeign ? 'DEST_108' : 'DEST_101', {}, { cause: error })
  } finally {
    quietly(client)
    wire.socket.destroy()
  }
}

/** `SHA256:…` of a public key in SSH's wire format (RFC 4253 6.6), base64 without padding as ssh-keygen prints it. */
export function fingerprintOf(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/** The name that a public key begins with, as 'ssh-ed25519'. */
function typeOf(key: Buffer): string {
  return key.length < 4 ? '' : key.subarray(4, 4 + Math.min(key.readUInt32BE(0), 64)).toString('latin1')
}
