// Who answers for a package that is handed to people: publisher.json, which whoever publishes fills in (docs/release.md).
import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** What a package for tests says of itself: there is nobody to write to, and no page. */
const TESTS = { name: 'Salvaguarda (test build)', email: 'nobody@localhost', homepage: 'about:blank', updates: null }

/** As it is filled in now. */
export const readPublisher = () => JSON.parse(readFileSync(new URL('publisher.json', import.meta.url), 'utf8'))

/** What is still missing before anything may be handed to people; empty when nothing is. */
export function missingIn({ name, email, homepage, updates }) {
  const missing = []
  if (!name) missing.push('name')
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email ?? '') || isReserved(email.split('@')[1])) missing.push('email')
  if (!isPublic(homepage)) missing.push('homepage (https)')
  if (updates === null) return missing
  if (!isPublic(updates?.url)) missing.push('updates.url (https)')
  if (!Array.isArray(updates?.keys) || updates.keys.length === 0 || !updates.keys.every(isKey))
    missing.push('updates.keys')
  return missing
}

/** Arguments of electron-builder for a package that is handed to people. Throws where somebody has not said who they are. */
export function releaseArgs(publisher) {
  const missing = missingIn(publisher)
  if (missing.length > 0)
    throw new Error(`build/package/publisher.json lacks: ${missing.join(', ')}. What goes there: docs/release.md`)
  const { updates } = publisher
  if (updates === null) return metadataArgs(publisher)
  return [...metadataArgs(publisher, updates.keys), '-c.publish.provider=generic', `-c.publish.url=${updates.url}`]
}

/** The same for one that never leaves the computer it was made on; `keys` are public. */
export const testArgs = (keys) => metadataArgs(TESTS, keys)

// The keys go into the archive, whose bytes the fuses vouch for, and not into a file beside it.
const metadataArgs = ({ name, email, homepage }, keys = []) => [
  `-c.extraMetadata.homepage=${homepage}`,
  `-c.extraMetadata.author.name=${name}`,
  `-c.extraMetadata.author.email=${email}`,
  `-c.extraMetadata.updateKeys=${keys.join(' ')}`,
  `-c.linux.maintainer=${name} <${email}>`,
  `-c.linux.vendor=${name}`,
]

const isPublic = (text) => {
  if (typeof text !== 'string' || !URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'https:' && !isReserved(url.hostname)
}

/** Names that belong to nobody (RFC 2606, RFC 6761). */
const isReserved = (host) => /(^|\.)(invalid|test|example|localhost)$|(^|\.)example\.(com|net|org)$/.test(host)

const isKey = (text) => {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519'
  } catch {
    return false
  }
}
