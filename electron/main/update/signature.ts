import { createPublicKey, type KeyObject, verify } from 'node:crypto'

/** What a signature of ours stands over: the description's own name is part of it, so that one system's is no other's. */
export const signedBytes = (name: string, description: string): Buffer =>
  Buffer.from(`Salvaguarda update 1\n${name}\n${description}`, 'utf8')

/** Keys as a package carries them: base64 of their SPKI form, blanks between them. Several, so that one may be replaced. Throws where one is none. */
export function readKeys(text: string): readonly KeyObject[] {
  const keys = text.split(' ').filter((word) => word !== '')
  return keys.map((word) => createPublicKey({ key: Buffer.from(word, 'base64'), format: 'der', type: 'spki' }))
}

/** Whether one of the keys has signed (Ed25519, base64) what a server says of the newest version. */
export function isSigned(
  keys: readonly KeyObject[],
  { name, description, signature }: { name: string; description: string; signature: string },
): boolean {
  const bytes = signedBytes(name, description)
  const given = Buffer.from(signature.trim(), 'base64')
  return keys.some((key) => key.asymmetricKeyType === 'ed25519' && verify(null, bytes, key, given))
}
