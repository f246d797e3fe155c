import { expect, test } from 'vitest'
import { isOwnSender } from './sender.ts'

const from = (url: string, parent: unknown = null) => isOwnSender({ senderFrame: { url, parent } })

test('only the top frame of the app’s own page is listened to', () => {
  expect(from('app://bundle/')).toBe(true)
  expect(from('app://bundle/', {})).toBe(false)
  expect(isOwnSender({ senderFrame: null })).toBe(false)
})

test.each([
  'app://bundle.evil.example/',
  'app://other/',
  'https://bundle/',
  'file:///app://bundle/',
  'about:blank',
  '',
])('a page at %j is not', (url) => {
  expect(from(url)).toBe(false)
})
