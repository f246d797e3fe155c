import { createHash } from 'node:crypto'
import * as nodeFs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FileRef } from '../backend.ts'
import type { LocalFs } from './durable-file.ts'
import { localBackend } from './local-backend.ts'

let folder = ''
let root = ''
beforeEach(async () => {
  folder = await nodeFs.mkdtemp(join(tmpdir(), 'HD externo é '))
  root = join(folder, 'cofre')
})
afterEach(() => nodeFs.rm(folder, { recursive: true, force: true }))

const BYTES = Buffer.from('conteúdo')
const NAME = createHash('sha256').update(BYTES).digest('hex')
const PACK: FileRef = { kind: 'pack', name: NAME }
const CONFIG: FileRef = { kind: 'config', name: '' }
const LOCK: FileRef = { kind: 'lock', name: NAME }
const packPath = () => join(root, 'data', NAME.slice(0, 2), NAME)
const modeOf = async (path: string) => ((await nodeFs.stat(path)).mode & 0o777).toString(8)
const errno = (code: string) => Object.assign(new Error(code), { code })

/** The real file system, but one call fails. */
function fsWith(broken: Partial<LocalFs>): LocalFs {
  return { ...nodeFs, ...broken }
}

describe('a vault in a folder', () => {
  test('lies as restic lays it out, readable by its owner alone', async () => {
    const backend = localBackend(root)
    await backend.create()
    await backend.write(CONFIG, BYTES)
    for (const kind of ['pack', 'key', 'index', 'snapshot', 'lock'] as const)
      await backend.write({ kind, name: NAME }, BYTES)
    expect((await nodeFs.readdir(root)).sort()).toEqual([
      'config',
      'data',
      'index',
      'keys',
      'locks',
      'snapshots',
      'trash',
    ])
    for (const path of [
      'config',
      `keys/${NAME}`,
      `index/${NAME}`,
      `snapshots/${NAME}`,
      `locks/${NAME}`,
      `data/${NAME.slice(0, 2)}/${NAME}`,
    ])
      expect(await modeOf(join(root, path)), path).toBe('400')
    for (const path of ['', 'data', 'keys', `data/${NAME.slice(0, 2)}`])
      expect(await modeOf(join(root, path)), path).toBe('700')
  })

  test('a config its group may read makes files and folders for the group', async () => {
    await localBackend(root).create()
    await localBackend(root).write(CONFIG, BYTES)
    await nodeFs.chmod(join(root, 'config'), 0o440)
    await localBackend(root).write(PACK, BYTES)
    expect(await modeOf(packPath())).toBe('440')
    expect((await modeOf(join(root, 'data', NAME.slice(0, 2)))).startsWith('7')).toBe(true)
  })

  test('nothing but finished files is listed', async () => {
    const backend = localBackend(root)
    await backend.create()
    await backend.write(PACK, BYTES)
    const prefix = join(root, 'data', NAME.slice(0, 2))
    await nodeFs.writeFile(join(prefix, `${NAME}-tmp-0011`), 'half')
    await nodeFs.writeFile(join(prefix, NAME.toUpperCase()), 'x')
    await nodeFs.writeFile(join(root, 'data', 'Thumbs.db'), 'x')
    await nodeFs.mkdir(join(root, 'data', 'zz'))
    await nodeFs.mkdir(join(prefix, `${NAME.slice(0, 2)}${'0'.repeat(62)}`))
    const elsewhere = NAME.startsWith('00') ? '11' : '00'
    await nodeFs.mkdir(join(root, 'data', elsewhere))
    await nodeFs.writeFile(join(root, 'data', elsewhere, NAME.replace(/.$/, '0')), 'x')
    expect(await backend.list('pack')).toEqual([{ name: NAME, sizeBytes: BYTES.length }])
  })

  test('what interrupted writes left behind can be cleared, and nothing else goes', async () => {
    const backend = localBackend(root)
    await backend.create()
    await backend.write(PACK, BYTES)
    await backend.write(CONFIG, BYTES)
    const prefix = join('data', NAME.slice(0, 2))
    const oldLock = `locks/${NAME}-tmp-77bb88`
    const leftovers = [
      `${prefix}/${NAME}-tmp-00aa11`,
      `index/${NAME}-tmp-123456`,
      'reserve-tmp-00ff',
      'config-tmp-0',
      oldLock,
    ]
    const others = [`${prefix}/${NAME}.bak`, `locks/${NAME}-tmp-00aa11`, 'fotos-tmp-2020', 'index/minhas-tmp-1']
    for (const name of [...leftovers, ...others]) await nodeFs.writeFile(join(root, name), 'x')
    // The other lock may be one that somebody writes right now.
    const longAgo = Date.now() / 1000 - 2 * 60 * 60
    await nodeFs.utimes(join(root, oldLock), longAgo, longAgo)
    await backend.clearLeftovers()
    const left = await nodeFs.readdir(root, { recursive: true })
    expect(left).toEqual(expect.arrayContaining([...others, 'config', `${prefix}/${NAME}`]))
    for (const name of leftovers) expect(left).not.toContain(name)
  })

  test('missing folders of an existing vault are empty, and made when something is written there', async () => {
    const backend = localBackend(root)
    await backend.create()
    await backend.write(CONFIG, BYTES)
    await nodeFs.rmdir(join(root, 'locks'))
    await nodeFs.rmdir(join(root, 'data'))
    expect(await backend.list('lock')).toEqual([])
    expect(await backend.list('pack')).toEqual([])
    await backend.write(LOCK, BYTES)
    await backend.write(PACK, BYTES)
    expect(await backend.read(PACK)).toEqual(new Uint8Array(BYTES))
  })

  test('foreign things are told from our own and from traces of systems', async () => {
    const backend = localBackend(root)
    await backend.create()
    for (const trace of [
      '.DS_Store',
      'Thumbs.db',
      'lost+found',
      'System Volume Information',
      '$RECYCLE.BIN',
      '.Trash-1000',
    ])
      await nodeFs.mkdir(join(root, trace))
    expect(await backend.holdsForeignThings()).toBe(false)
    await nodeFs.writeFile(join(root, 'fotos.zip'), 'x')
    expect(await backend.holdsForeignThings()).toBe(true)
  })

  test('free room is told', async () => {
    await localBackend(root).create()
    expect(await localBackend(root).freeBytes()).toBeGreaterThan(0)
  })
})

describe('an unplugged disk', () => {
  test('is reported, and no folder appears where it was', async () => {
    const gone = join(folder, 'sem disco', 'cofre')
    const backend = localBackend(gone)
    for (const step of [
      () => backend.create(),
      () => backend.write(CONFIG, BYTES),
      () => backend.write(PACK, BYTES),
      () => backend.read(PACK),
      () => backend.stat(CONFIG),
      () => backend.list('pack'),
      () => backend.list('lock'),
      () => backend.remove(PACK),
      () => backend.freeBytes(),
      () => backend.holdsForeignThings(),
    ])
      await expect(step()).rejects.toMatchObject({ code: 'DEST_101' })
    expect(await nodeFs.readdir(folder)).toEqual([])
  })

  test('an empty mount point stays empty', async () => {
    await nodeFs.mkdir(root)
    await expect(localBackend(root).write(PACK, BYTES)).rejects.toMatchObject({ code: 'DEST_101' })
    await expect(localBackend(root).write(LOCK, BYTES)).rejects.toMatchObject({ code: 'DEST_101' })
    expect(await nodeFs.readdir(root)).toEqual([])
  })

  test('a disk that goes away in the middle is gone, whatever the system calls it', async () => {
    const plain = localBackend(root)
    await plain.create()
    await plain.write(CONFIG, BYTES)
    let isGone = false
    const backend = localBackend(root, {
      fs: fsWith({
        open: async () => {
          isGone = true
          throw errno('EIO')
        },
        stat: (async (path: string) => (isGone ? Promise.reject(errno('EIO')) : nodeFs.stat(path))) as LocalFs['stat'],
      }),
    })
    await expect(backend.write(PACK, BYTES)).rejects.toMatchObject({ code: 'DEST_101' })
  })
})

describe('a disk that refuses', () => {
  test.each([
    ['ENOSPC', 'DEST_102'],
    ['EDQUOT', 'DEST_102'],
    ['EACCES', 'DEST_103'],
    ['EPERM', 'DEST_103'],
    ['EROFS', 'DEST_103'],
    ['ESTALE', 'DEST_101'],
    ['EIO', 'DEST_104'],
    ['EMFILE', 'DEST_104'],
  ])('%s is %s', async (code, expected) => {
    await localBackend(root).create()
    const open = () => Promise.reject(errno(code))
    const backend = localBackend(root, { fs: fsWith({ open }) })
    await expect(backend.write(LOCK, BYTES)).rejects.toMatchObject({ code: expected })
    await expect(backend.read(LOCK)).rejects.toMatchObject({ code: expected })
  })

  test('a full disk leaves nothing of the file behind', async () => {
    await localBackend(root).create()
    const open = async (...given: Parameters<LocalFs['open']>) => {
      const handle = await nodeFs.open(...given)
      handle.sync = () => Promise.reject(errno('ENOSPC'))
      return handle
    }
    const backend = localBackend(root, { fs: fsWith({ open }) })
    await expect(backend.write(LOCK, BYTES)).rejects.toMatchObject({ code: 'DEST_102' })
    expect(await nodeFs.readdir(join(root, 'locks'))).toEqual([])
  })

  test('a file system without modes, and one that cannot sync a folder, will do', async () => {
    const open = async (...given: Parameters<LocalFs['open']>) => {
      const handle = await nodeFs.open(...given)
      if (given[1] === 'r') handle.sync = () => Promise.reject(errno('EINVAL'))
      return handle
    }
    const backend = localBackend(root, { fs: fsWith({ open, chmod: () => Promise.reject(errno('EPERM')) }) })
    await backend.create()
    await backend.write(LOCK, BYTES)
    expect(await backend.read(LOCK)).toEqual(new Uint8Array(BYTES))
  })
})

describe('the order that survives a power cut', () => {
  test('bytes are synced before the name exists, and the name is synced before the write ends', async () => {
    await localBackend(root).create()
    const steps: string[] = []
    const open = async (...given: Parameters<LocalFs['open']>) => {
      const handle = await nodeFs.open(...given)
      const sync = handle.sync.bind(handle)
      handle.sync = () => {
        steps.push(given[1] === 'r' ? 'sync folder' : 'sync file')
        return sync()
      }
      return handle
    }
    const rename: LocalFs['rename'] = (from, to) => {
      steps.push('rename')
      return nodeFs.rename(from, to)
    }
    await localBackend(root, { fs: fsWith({ open, rename }), platform: 'linux' }).write(LOCK, BYTES)
    expect(steps).toEqual(['sync file', 'rename', 'sync folder'])
  })
})

describe('two computers at one vault', () => {
  test('a file that another one cleared away before it had its name is written again', async () => {
    await localBackend(root).create()
    let clearings = 0
    const rename: LocalFs['rename'] = async (from, to) => {
      // As a computer that wakes up finds it: another one cleaned in the meantime.
      if (++clearings === 1) await localBackend(root).clearLeftovers()
      return nodeFs.rename(from, to)
    }
    // The folder of this prefix is missing as well: both cost a try.
    await localBackend(root, { fs: fsWith({ rename }) }).write(PACK, BYTES)
    expect(clearings).toBe(2)
    expect(await nodeFs.readFile(packPath())).toEqual(BYTES)
    expect(await nodeFs.readdir(join(root, 'data', NAME.slice(0, 2)))).toEqual([NAME])
  })
})

describe('Windows', () => {
  test('a virus scanner that holds a file for a moment is waited for', async () => {
    await localBackend(root).create()
    let refusals = 0
    const patient =
      <A extends unknown[], R>(real: (...given: A) => Promise<R>) =>
      async (...given: A) => {
        refusals += 1
        if (refusals % 3 !== 0) throw errno(refusals % 2 ? 'EBUSY' : 'EPERM')
        return real(...given)
      }
    const fs = fsWith({ rename: patient(nodeFs.rename), unlink: patient(nodeFs.unlink) })
    const backend = localBackend(root, { fs, platform: 'win32' })
    await backend.write(LOCK, BYTES)
    expect(await backend.list('lock')).toHaveLength(1)
    await backend.remove(LOCK)
    expect(await backend.list('lock')).toHaveLength(0)
  })

  test('files stay without the read-only attribute, which would block their removal', async () => {
    const chmods: unknown[] = []
    const fs = fsWith({ chmod: async (...given) => void chmods.push(given) })
    const backend = localBackend(root, { fs, platform: 'win32' })
    await backend.create()
    await backend.write(LOCK, BYTES)
    expect(chmods).toEqual([])
  })
})
