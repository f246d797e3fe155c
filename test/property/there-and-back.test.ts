import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { localBackend } from '#engine/backends/index.ts'
import { applyRestore, planRestore } from '#engine/restore/index.ts'
import { takeSnapshot } from '#engine/snapshot/index.ts'
import { createVault } from '#engine/vault/index.ts'

type Thing =
  | {
      readonly kind: 'file'
      readonly seed: number
      readonly bytes: number
      readonly mode: number
      readonly timeMs: number
    }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'folder'; readonly mode: number; readonly timeMs: number; readonly things: readonly Named[] }
type Named = { readonly name: Uint8Array; readonly thing: Thing }

/** Any bytes a Linux file name may have; what is junk by name is somebody else's test. */
const name = fc
  .oneof(
    fc.uint8Array({ minLength: 1, maxLength: 255 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((text) => Buffer.from(text)),
    fc.constantFrom(
      ...['é'.normalize('NFC'), 'é'.normalize('NFD'), 'a"b\\c', '<&>', '\n', '😀', '\uff21', '-'].map((text) =>
        Buffer.from(text),
      ),
    ),
  )
  .map((bytes) =>
    Buffer.concat([Buffer.from('n'), bytes.filter((byte) => byte !== 0 && byte !== 0x2f)]).subarray(0, 255),
  )
  .filter((bytes) => !/\.(tmp|part|partial|crdownload|laccdb)$/i.test(bytes.toString('latin1')))
const timeMs = fc.integer({ min: Date.UTC(1960, 0), max: Date.UTC(2090, 0) }).map((ms) => ms - (ms < 0 ? ms % 1000 : 0))
// Only an administrator can read what nobody may read.
const mode =
  process.getuid?.() === 0
    ? fc.constantFrom(0o644, 0o600, 0o755, 0o400, 0o000, 0o1777, 0o4755)
    : fc.constantFrom(0o755, 0o700, 0o1777, 0o4755)

const { thing } = fc.letrec<{ thing: Thing }>((tie) => ({
  thing: fc.oneof(
    { depthSize: 'small' },
    fc.record({
      kind: fc.constant('file' as const),
      seed: fc.integer({ min: 0, max: 255 }),
      bytes: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 520_000, max: 1_800_000 })),
      mode,
      timeMs,
    }),
    fc.record({
      kind: fc.constant('link' as const),
      target: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => !text.includes('\0')),
    }),
    fc.record({
      kind: fc.constant('folder' as const),
      mode,
      timeMs,
      things: fc.uniqueArray(fc.record({ name, thing: tie('thing') }), {
        maxLength: 5,
        selector: (named) => Buffer.from(named.name).toString('latin1'),
      }),
    }),
  ),
}))
const things = fc.uniqueArray(fc.record({ name, thing }), {
  maxLength: 5,
  selector: (named) => Buffer.from(named.name).toString('latin1'),
})

const under = (folder: Buffer, child: Uint8Array) => Buffer.concat([folder, Buffer.from('/'), child])

async function make(folder: Buffer, named: readonly Named[]): Promise<void> {
  for (const { name: child, thing: made } of named) {
    const path = under(folder, child)
    if (made.kind === 'link') {
      await symlink(made.target, path)
      continue
    }
    if (made.kind === 'file') {
      const content = Buffer.alloc(made.bytes)
      for (let at = 0; at < made.bytes; at++) content[at] = (at * 31 + (at >> 7) + made.seed) & 0xff
      await writeFile(path, content)
    } else {
      await mkdir(path)
      await make(path, made.things)
    }
    await chmod(path, made.mode)
    await utimes(path, new Date(made.timeMs), new Date(made.timeMs))
  }
}

/** All there is to know of a folder, in a form to compare. */
function describeFolder(folder: Buffer): unknown {
  const names = readdirSync(folder, { encoding: 'buffer' }).sort(Buffer.compare)
  return names.map((child) => {
    const path = under(folder, child)
    const { mtimeNs, mode: bits, uid, gid, size, nlink } = lstatSync(path, { bigint: true })
    const about = { name: child.toString('hex'), mtimeUs: mtimeNs / 1000n, bits, uid, gid }
    if ((bits & 0o170000n) === 0o040000n) return { ...about, within: describeFolder(path) }
    if ((bits & 0o170000n) === 0o120000n)
      return { ...about, target: readlinkSync(path, { encoding: 'buffer' }).toString('hex') }
    return { ...about, size, nlink, content: readFileSync(path) }
  })
}

it('what was copied comes back the same: names, bytes, modes, owners, times, links', async () => {
  await fc.assert(
    fc.asyncProperty(things, async (named) => {
      const place = await mkdtemp(join(tmpdir(), 'Ida e volta ção '))
      try {
        const source = join(place, 'fonte')
        mkdirSync(source)
        await make(Buffer.from(source), named)
        const vault = await createVault(localBackend(join(place, 'cofre')), {
          secrets: [{ secret: 'chave', label: { username: 'u', hostname: 'h' } }],
          scryptCost: { N: 2, r: 8, p: 1 },
        })
        const options = {
          targets: [{ kind: 'folder', path: source }],
          hostname: 'h',
          username: 'u',
          programVersion: 'x',
        } as const
        const { snapshot, skips } = await takeSnapshot(vault, options)
        expect(skips).toEqual([])
        const request = {
          snapshot,
          include: [source],
          targetFolder: join(place, 'volta'),
          layout: 'flat',
          onConflict: 'rename',
        } as const
        const plan = await planRestore(vault, request)
        const outcome = await applyRestore(vault, plan)
        expect(outcome).toMatchObject({ files: plan.files, bytes: plan.bytes, skips: [] })
        expect(describeFolder(Buffer.from(join(place, 'volta', 'fonte')))).toEqual(describeFolder(Buffer.from(source)))
        await vault.close()
      } finally {
        await rm(place, { recursive: true, force: true })
      }
    }),
    { numRuns: 15 },
  )
})
