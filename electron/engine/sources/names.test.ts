import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeWtf8, encodeWtf8, lossyText, textOfName } from './names.ts'
import { parseOwnerTable } from './owners.ts'

describe('names', () => {
  it('shows text as it is and other bytes as escapes', () => {
    expect(textOfName(Buffer.from('prontuário 😀'))).toBe('prontuário 😀')
    expect(textOfName(Buffer.from('latim-\xe9\xff.txt', 'latin1'))).toBe('latim-\\xe9\\xff.txt')
    expect(textOfName(Buffer.from([0xc3]))).toBe('\\xc3')
  })

  it('replaces each byte that is no text, one for one', () => {
    expect(lossyText(Buffer.from([0x61, 0xe2, 0x82, 0x62]))).toBe('a\ufffd\ufffdb')
  })

  it('carries every UTF-16 name of Windows there and back, halves of pairs included', () => {
    expect([...encodeWtf8('a\ud800b')]).toEqual([0x61, 0xed, 0xa0, 0x80, 0x62])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const name = String.fromCharCode(...units)
        expect(decodeWtf8(encodeWtf8(name))).toBe(name)
      }),
    )
  })

  it('does not take bytes for a Windows name that cannot be one', () => {
    expect(decodeWtf8(Buffer.from([0x61, 0xff]))).toBeUndefined()
  })
})

it('reads owners as the system keeps them: the first line of a number counts', () => {
  const names = parseOwnerTable(
    'root:x:0:0:root:/root:/bin/sh\n# nota\n+nis::::\nana:x:1000:1000::/home/ana:\nana2:x:1000:1000::/:\n',
  )
  expect([...names]).toEqual([
    [0, 'root'],
    [1000, 'ana'],
  ])
})
