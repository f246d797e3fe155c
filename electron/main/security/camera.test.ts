import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { APP_ORIGIN } from '#shared/contracts/index.ts'
import { cameraGate } from './camera.ts'

const page = (id: number) => Object.assign(new EventEmitter(), { id })

test('only the page that scans, only while it scans, only our own document', () => {
  const gate = cameraGate()
  const [scanning, other] = [page(1), page(2)]
  expect(gate.isAllowed(scanning, APP_ORIGIN)).toBe(false)
  gate.set(scanning, true)
  expect(gate.isAllowed(scanning, APP_ORIGIN)).toBe(true)
  expect(gate.isAllowed(scanning, `${APP_ORIGIN}/`)).toBe(true)
  expect(gate.isAllowed(other, APP_ORIGIN)).toBe(false)
  expect(gate.isAllowed(null, APP_ORIGIN)).toBe(false)
  for (const origin of ['https://bundle', `${APP_ORIGIN}.example`, '', undefined])
    expect(gate.isAllowed(scanning, origin)).toBe(false)
  gate.set(scanning, false)
  expect(gate.isAllowed(scanning, APP_ORIGIN)).toBe(false)
})

test.each(['did-navigate', 'render-process-gone', 'destroyed'])('%s takes it away', (event) => {
  const gate = cameraGate()
  const scanning = page(1)
  gate.set(scanning, true)
  scanning.emit(event)
  expect(gate.isAllowed(scanning, APP_ORIGIN)).toBe(false)
})
