import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type OpenPlace, type PlaceAccess, testPlace } from '#engine/backends/index.ts'
import { type PlaceTestEvent, placeTestCases } from '#shared/domain/index.ts'
import { startOpenSsh } from './openssh.ts'
import { PASSWORD, serveRestic, serveWebdav, USER } from './rclone.ts'

async function tryOut(place: OpenPlace, access: PlaceAccess): Promise<PlaceTestEvent[]> {
  const events: PlaceTestEvent[] = []
  for await (const event of testPlace(place, access)) events.push(event)
  return events
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile())

/** What a test must say of a good server, beside a vault and before there is one. */
function expectFit(events: readonly PlaceTestEvent[]): void {
  expect(events.filter((event) => event.kind === 'case')).toEqual(
    placeTestCases.map((id) => ({ kind: 'case', id, outcome: { kind: 'kept' } })),
  )
  expect(events.at(-1)).toEqual({ kind: 'finished', isFit: true, isAsBefore: true, code: null })
}

test('a folder on an SFTP server is tested beside where the vault will be, and inside it later', async () => {
  await using server = await startOpenSsh()
  const place = await server.place()
  expectFit(await tryOut(place, { secret: server.key }))
  expect(readdirSync(server.home)).toEqual([])
  mkdirSync(place.folder, { mode: 0o777 })
  // the server's account is not ours
  expect((await tryOut(place, { secret: 'errada' })).at(-1)).toMatchObject({ isAsBefore: true, code: 'DEST_105' })
})

test('a WebDAV folder is as it was after its test', async () => {
  const server = await serveWebdav()
  try {
    const url = `${server.url.replace(/\/+$/, '')}/cofre/`
    expectFit(await tryOut({ kind: 'webdav', url, user: USER, secretRef: 'nas' }, { secret: PASSWORD }))
    expect(readdirSync(server.folder)).toEqual([])
  } finally {
    await server.remove()
  }
})

test('a server of restic’s REST protocol keeps no file of its test; of one that lets nothing go it is said', async () => {
  for (const appendOnly of [false, true]) {
    const server = await serveRestic({ appendOnly })
    try {
      const url = `${server.url.replace(/\/+$/, '')}/cofre/`
      const events = await tryOut({ kind: 'rest', url, user: USER, secretRef: 'nas' }, { secret: PASSWORD })
      if (!appendOnly) expectFit(events)
      else expect(events).toMatchObject([{ kind: 'finished', isFit: false, isAsBefore: false }])
      expect(filesIn(server.folder)).toHaveLength(appendOnly ? 1 : 0)
    } finally {
      await server.remove()
    }
  }
})
