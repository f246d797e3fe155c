import { expect, it } from 'vitest'
import { picturesIn, pixelsOf } from './pdf-pictures.ts'

const text = new TextEncoder()
const joined = (...parts: Uint8Array[]) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
const pdf = (...objects: { facts: string; bytes: Uint8Array }[]) =>
  joined(
    text.encode('%PDF-1.4\n'),
    ...objects.flatMap(({ facts, bytes }, at) => [
      text.encode(`${at + 1} 0 obj\n<<${facts}>> stream\n`),
      bytes,
      text.encode('\nendstream\nendobj\n'),
    ]),
  )
const packed = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(
    await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'))).arrayBuffer(),
  )
const image = (more: string) => `/Type /XObject /Subtype /Image ${more}`
const all = async (file: Uint8Array<ArrayBuffer>) => {
  const found = []
  for await (const picture of picturesIn(file)) found.push(picture)
  return found
}

it('finds pictures as scanners and printers write them, and nothing else', async () => {
  const grey = new Uint8Array([0, 255, 128, 7])
  const [jpeg, samples, ...others] = await all(
    pdf(
      { facts: '/Length 3', bytes: text.encode('q 1') },
      { facts: image('/Width 9 /Height 9 /Filter /DCTDecode'), bytes: text.encode('jpeg') },
      {
        facts: image('/Width 2 /Height 2 /BitsPerComponent 8 /Filter /FlateDecode /Length 9 0 R'),
        bytes: await packed(grey),
      },
      { facts: image('/Width 2 /Height 2 /Filter /JBIG2Decode'), bytes: grey },
      { facts: image('/Width 2 /Height 2 /Filter /FlateDecode'), bytes: text.encode('não é zlib') },
    ),
  )
  expect(jpeg?.kind).toBe('jpeg')
  expect(others).toEqual([])
  expect(
    await all(
      pdf({
        facts: image(`/Width 2 /Height 2 /Filter /FlateDecode /Length ${(await packed(grey)).length}`),
        bytes: await packed(grey),
      }),
    ),
  ).toEqual([samples])
  const pixels = samples?.kind === 'samples' ? pixelsOf(samples) : undefined
  expect([...(pixels?.data ?? [])]).toEqual([0, 0, 0, 255, 255, 255, 255, 255, 128, 128, 128, 255, 7, 7, 7, 255])
})

it('a picture whose size is a lie is no picture', async () => {
  const facts = image('/Width 100000 /Height 100000 /Filter /FlateDecode')
  const [samples] = await all(pdf({ facts, bytes: await packed(new Uint8Array(12)) }))
  expect(samples?.kind === 'samples' && pixelsOf(samples)).toBeUndefined()
})
