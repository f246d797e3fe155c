import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { macGauge } from './gauge.darwin.ts'
import { linuxGauge } from './gauge.linux.ts'
import { windowsGauge } from './gauge.win32.ts'

// What the systems print is held after their documentation, not recorded: none of these programs runs on the machine of the tests.

const folder = mkdtempSync(path.join(tmpdir(), 'bateria é '))
afterAll(() => rmSync(folder, { recursive: true }))
const says = (answer: string | undefined) => async () => answer

function supply(name: string, files: Record<string, string>) {
  mkdirSync(path.join(folder, name))
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, name, file), `${text}\n`)
}

test('Linux: of the computer’s own batteries the fuller one, none of its mouse', async () => {
  expect(await linuxGauge(says(undefined), path.join(folder, 'gone')).batteryPercent()).toBeNull()
  const gauge = linuxGauge(says(undefined), folder)
  supply('AC', { type: 'Mains', online: '0' })
  expect(await gauge.batteryPercent()).toBeNull()
  supply('BAT0', { type: 'Battery', capacity: '7', scope: 'System' })
  supply('BAT1', { type: 'Battery', capacity: '41' })
  supply('hidpp_battery_0', { type: 'Battery', capacity: '95', scope: 'Device' })
  expect(await gauge.batteryPercent()).toBe(41)
})

test.each([
  ['u 1\n', true],
  ['u 3\n', true],
  ['u 4\n', false],
  ['u 2\n', false],
  ['u 0\n', false],
  [undefined, false],
])('Linux: NetworkManager says %j', async (answer, isMetered) => {
  expect(await linuxGauge(says(answer)).isMetered()).toBe(isMetered)
})

test.each([
  ['Fixed\r\n', true],
  ['Variable\r\n', true],
  ['Unrestricted\r\n', false],
  ['Unknown\r\n', false],
  ['', false],
  [undefined, false],
])('Windows: the connection costs %j', async (answer, isMetered) => {
  expect(await windowsGauge(says(answer)).isMetered()).toBe(isMetered)
})

test.each([
  ['63\r\n', 63],
  ['\r\n', null],
  ['255\r\n', null],
  [undefined, null],
])('Windows: the battery holds %j', async (answer, percent) => {
  expect(await windowsGauge(says(answer)).batteryPercent()).toBe(percent)
})

test('macOS: the battery as pmset prints it', async () => {
  const printed =
    "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=4653155)\t84%; discharging; 4:30 remaining present: true\n"
  expect(await macGauge(says(printed)).batteryPercent()).toBe(84)
  expect(await macGauge(says("Now drawing from 'AC Power'\n")).batteryPercent()).toBeNull()
})
