import type { Place } from '#shared/domain/index.ts'
import type { EngineClient } from '../../client/clients.ts'

export type Shown = { readonly what: 'hostKey' | 'certificate'; readonly identity: string }

/** What a person has to compare before the password goes there; nothing where the usual authorities vouch for the server. */
export async function askServer(engine: EngineClient, place: Place): Promise<Shown | undefined> {
  if (place.kind === 'local') return undefined
  if (place.kind === 'sftp') {
    const { fingerprint } = await engine.readHostKey({ host: place.host, port: place.port })
    return { what: 'hostKey', identity: fingerprint }
  }
  const url = place.kind === 's3' ? place.endpoint : place.url
  if (!url.startsWith('https:')) return undefined
  const { sha256, isTrusted } = await engine.readCertificate({ url })
  return isTrusted ? undefined : { what: 'certificate', identity: sha256 }
}

/** Long marks are compared in pieces. */
export const inGroups = (mark: string) => (mark.startsWith('SHA256:') ? mark : (mark.match(/.{1,4}/g) ?? []).join(' '))
