import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { memoryHost, type RunningEngine, runEngine } from '../engine-client.ts'

let running: RunningEngine | undefined
afterEach(async () => running?.close())

/** With what an engine answers on a folder with this book in it. */
async function answerTo(text: string): Promise<string> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'dados é '))
  await writeFile(path.join(dataFolder, 'training.json'), text)
  running = await runEngine({ dataFolder, host: memoryHost() })
  const said = await running.client.overview({}).then(
    () => 'begun',
    (error: { readonly code: string }) => error.code,
  )
  await running.close()
  running = undefined
  return said
}

it('a book of a newer version is known wherever it says so, and one that only speaks of versions is none', async () => {
  const long = ' '.repeat(200)
  expect(await answerTo('{"version":2,"answers":[]}')).toBe('APP_003')
  expect(await answerTo(`{${long}"version" : 2}`)).toBe('APP_003')
  expect(await answerTo(`{"answers":["${long}"],"version":12}`)).toBe('APP_003')
  expect(await answerTo('{"answers":{"version":2},"version":1}')).not.toBe('APP_003')
  expect(await answerTo('{"version":')).not.toBe('APP_003')
})
