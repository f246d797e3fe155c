import { expect, test } from 'vitest'
import { parseXml } from './xml.ts'

const parse = (text: string, lists: string[] = []) => parseXml(Buffer.from(text), lists)

test('prefixes go, values stay text, and lists are lists', async () => {
  const xml = `<?xml version="1.0"?><D:multistatus xmlns:D="DAV:"><D:response><D:href>/a%20b</D:href><D:len>007</D:len></D:response></D:multistatus>`
  expect(await parse(xml, ['response'])).toMatchObject({ multistatus: { response: [{ href: '/a%20b', len: '007' }] } })
  expect(await parse('<r><ETag>&quot;a&amp;b&quot;</ETag></r>')).toEqual({ r: { ETag: '"a&b"' } })
})

test.each([
  ['cut', '<a><b>1</b>'],
  ['no XML', '{"a":1}'],
  ['empty', ''],
  ['a type of its own', '<!DOCTYPE a [<!ENTITY x "xxxx">]><a>&x;</a>'],
])('%s is DEST_104', async (_name, text) => {
  await expect(parse(text)).rejects.toThrow('DEST_104')
})

test('bytes that are no text are DEST_104', async () => {
  await expect(parseXml(Uint8Array.of(60, 97, 62, 255, 60, 47, 97, 62), [])).rejects.toThrow('DEST_104')
})
