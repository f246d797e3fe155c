import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { inspectFolder } from './inspect-folder.ts'

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'Consultório ção '))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await mkdir(join(folder, 'sub'))
  await writeFile(join(folder, 'a.txt'), '12345')
  await writeFile(join(folder, 'sub', 'b.db'), '1234567')
  await writeFile(join(folder, 'Thumbs.db'), 'lixo')
  await symlink(folder, join(folder, 'sub', 'volta'))
  return folder
}

describe('a look into a folder', () => {
  it('counts what a copy would hold and shows each file', async () => {
    const folder = await makeFolder()
    const seen: unknown[] = []
    const found = await inspectFolder(folder, { onFile: (file) => void seen.push(file) })
    expect(found).toEqual({ path: folder, files: 2, bytes: 12, isPartial: false })
    expect(seen).toEqual([
      { path: join(folder, 'a.txt'), bytes: 5 },
      { path: join(folder, 'sub', 'b.db'), bytes: 7 },
    ])
  })

  it('says when it stopped at a limit', async () => {
    const folder = await makeFolder()
    expect(await inspectFolder(folder, { limitFiles: 1 })).toEqual({
      path: folder,
      files: 1,
      bytes: 5,
      isPartial: true,
    })
  })

  it('says when there is no such folder', async () => {
    const folder = await makeFolder()
    await expect(inspectFolder(join(folder, 'não há'))).rejects.toMatchObject({ code: 'SRC_101' })
    await expect(inspectFolder(join(folder, 'a.txt'))).rejects.toMatchObject({ code: 'SRC_101' })
  })

  it('stops when cancelled', async () => {
    const folder = await makeFolder()
    await expect(inspectFolder(folder, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'APP_001' })
  })
})
