import { fail } from '#shared/errors/index.ts'

/**
 * Reads an XML answer: names without their namespace prefix, all values as text, attributes passed over.
 *
 * `lists` names the elements that are always an array. Throws DEST_104 for what is not well-formed (also a cut answer).
 * SECURITY: a document type is refused, and with it entities of the server's own.
 */
export async function parseXml(bytes: Uint8Array, lists: readonly string[]): Promise<unknown> {
  // Read only by whoever has a server.
  const { XMLParser } = await import('fast-xml-parser')
  const parser = new XMLParser({
    ignoreAttributes: true,
    removeNSPrefix: true,
    parseTagValue: false,
    trimValues: true,
    isArray: (name: string) => lists.includes(name),
  })
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (/<!DOCTYPE|<!ENTITY/i.test(text)) fail('DEST_104')
    return parser.parse(text, true)
  } catch (error) {
    return fail('DEST_104', {}, { cause: error })
  }
}
