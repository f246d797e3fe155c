import { createHash, randomBytes } from 'node:crypto'
import type { PlaceTestCase } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import type { Backend, FileKind, FileRef } from './backend.ts'

/** One sentence of the contract of `Backend`, with the function that throws an Error when a place breaks it. */
export type ConformanceCase = {
  readonly id: PlaceTestCase
  readonly name: string
  /** `place` is empty and not created yet; the case leaves whatever it wrote there. */
  run(place: Backend): Promise<void>
}

const KINDS = ['key', 'pack', 'index', 'snapshot', 'lock', 'trash'] as const satisfies readonly FileKind[]
const SINGLE_KINDS = ['config', 'reserve'] as const satisfies readonly FileKind[]

function expect(isKept: boolean, broken: string): void {
  if (!isKept) throw new Error(`backend contract broken: ${broken}`)
}

function sample(lengthBytes: number, kind: FileKind = 'pack'): { file: FileRef; bytes: Uint8Array } {
  const bytes = new Uint8Array(randomBytes(lengthBytes))
  return {
    bytes,
    file: {
      kind,
      name: SINGLE_KINDS.some((single) => single === kind) ? '' : createHash('sha256').update(bytes).digest('hex'),
    },
  }
}

/** Kinds that this place keeps: restic's own servers have no trash and no reserve. */
const keptBy = (place: Backend, kinds: readonly FileKind[]) =>
  kinds.filter((kind) => !(place.capabilities.resticFilesOnly && (kind === 'trash' || kind === 'reserve')))

const isSame = (left: Uint8Array | undefined, right: Uint8Array) =>
  left !== undefined && Buffer.compare(left, right) === 0

async function codeThrownBy(step: () => Promise<unknown>): Promise<string> {
  try {
    await step()
  } catch (error) {
    return codeOf(error)
  }
  return 'none'
}

/** The contract every destination keeps: run over all implementations in tests, and over a real place when a person asks. */
export const conformanceCases: readonly ConformanceCase[] = [
  {
    id: 'absent-is-told',
    name: 'a place that was not created is unreachable, and using it makes nothing there',
    async run(place) {
      const { file, bytes } = sample(10)
      expect((await codeThrownBy(() => place.write(file, bytes))) === 'DEST_101', 'write without create')
      expect((await codeThrownBy(() => place.read(file))) === 'DEST_101', 'read without create')
      expect((await codeThrownBy(() => place.list('pack'))) === 'DEST_101', 'list without create')
      expect((await codeThrownBy(() => place.stat({ kind: 'config', name: '' }))) === 'DEST_101', 'stat without create')
      expect((await codeThrownBy(() => place.list('key'))) === 'DEST_101', 'an earlier call made the place')
    },
  },
  {
    id: 'created-empty',
    name: 'a created place is empty, and creating it again changes nothing',
    async run(place) {
      await place.create()
      for (const kind of [...KINDS, ...SINGLE_KINDS])
        expect((await place.list(kind)).length === 0, `a new place lists a ${kind}`)
      const { file, bytes } = sample(10, 'key')
      await place.write(file, bytes)
      await place.create()
      expect(isSame(await place.read(file), bytes), 'create lost a file')
      expect(!(await place.holdsForeignThings()), 'own folders taken for foreign things')
    },
  },
  {
    id: 'read-back',
    name: 'what was written is read back, listed and measured, for every kind and for empty and large files',
    async run(place) {
      await place.create()
      const samples = keptBy(place, [...KINDS, ...SINGLE_KINDS]).map((kind, at) => sample(100 + at, kind))
      samples.push(sample(0), sample(3_000_001))
      for (const { file, bytes } of samples) await place.write(file, bytes)
      for (const { file, bytes } of samples) {
        expect(isSame(await place.read(file), bytes), `${file.kind} read back differs`)
        expect((await place.stat(file))?.sizeBytes === bytes.length, `${file.kind} has another size`)
        const listed = (await place.list(file.kind)).find((entry) => entry.name === file.name)
        expect(listed?.sizeBytes === bytes.length, `${file.kind} is not listed with its size`)
      }
      expect((await place.list('pack')).length === 3, 'wrong number of packs')
      expect(!(await place.holdsForeignThings()), 'own files taken for foreign things')
    },
  },
  {
    id: 'ranges',
    name: 'a range gives these bytes, and past the end what there is',
    async run(place) {
      await place.create()
      const { file, bytes } = sample(1000)
      await place.write(file, bytes)
      for (const [offset, length] of [
        [0, 1],
        [0, 1000],
        [999, 1],
        [100, 300],
        [900, 500],
        [1000, 10],
        [2000, 10],
      ] as const)
        expect(
          isSame(await place.read(file, { offset, length }), bytes.slice(offset, offset + length)),
          'range differs',
        )
    },
  },
  {
    id: 'missing-is-told',
    name: 'what is not there is undefined, and removing it is no failure',
    async run(place) {
      await place.create()
      for (const kind of [...KINDS, ...SINGLE_KINDS]) {
        const { file } = sample(20, kind)
        expect((await place.read(file)) === undefined, `read of a missing ${kind}`)
        expect((await place.read(file, { offset: 3, length: 4 })) === undefined, `range of a missing ${kind}`)
        expect((await place.stat(file)) === undefined, `stat of a missing ${kind}`)
        await place.remove(file)
      }
      const kept = keptBy(place, [...KINDS, ...SINGLE_KINDS])
      for (const kind of [...KINDS, ...SINGLE_KINDS].filter((each) => !kept.includes(each))) {
        const { file, bytes } = sample(20, kind)
        expect((await codeThrownBy(() => place.write(file, bytes))) === 'DEST_114', `a ${kind} was taken`)
        expect((await place.read(file)) === undefined, `a ${kind} that was refused is read`)
      }
    },
  },
  {
    id: 'removed',
    name: 'a removed file is gone, and only that one',
    async run(place) {
      await place.create()
      const gone = sample(50, 'lock')
      const kept = sample(50, 'lock')
      await place.write(gone.file, gone.bytes)
      await place.write(kept.file, kept.bytes)
      await place.remove(gone.file)
      await place.remove(gone.file)
      expect((await place.read(gone.file)) === undefined, 'a removed file is still read')
      const names = (await place.list('lock')).map((entry) => entry.name)
      expect(names.length === 1 && names[0] === kept.file.name, 'list after remove')
    },
  },
  {
    id: 'same-again',
    name: 'the same write again changes nothing, also many at once',
    async run(place) {
      await place.create()
      const { file, bytes } = sample(70_000)
      await place.write(file, bytes)
      await Promise.all(Array.from({ length: 4 }, () => place.write(file, bytes)))
      expect(isSame(await place.read(file), bytes), 'repeated write changed the bytes')
      expect((await place.list('pack')).length === 1, 'repeated write left more than one file')
    },
  },
  {
    id: 'many-at-once',
    name: 'many writes and reads at once do not mix',
    async run(place) {
      await place.create()
      const samples = Array.from({ length: 40 }, (_, index) => sample(1 + index * 997, index % 2 ? 'pack' : 'index'))
      await Promise.all(samples.map(({ file, bytes }) => place.write(file, bytes)))
      const back = await Promise.all(samples.map(({ file }) => place.read(file)))
      expect(
        samples.every(({ bytes }, index) => isSame(back[index], bytes)),
        'concurrent calls mixed files',
      )
    },
  },
  {
    id: 'own-bytes',
    name: 'the bytes given and taken belong to the caller',
    async run(place) {
      await place.create()
      const { file, bytes } = sample(64)
      const given = Uint8Array.from(bytes)
      await place.write(file, given)
      given.fill(0)
      const taken = await place.read(file)
      taken?.fill(0)
      expect(isSame(await place.read(file), bytes), 'a caller changed what is stored')
    },
  },
  {
    id: 'foreign-names',
    name: 'a name that is no id is refused',
    async run(place) {
      await place.create()
      for (const name of ['', '..', '../config', 'a'.repeat(63), 'A'.repeat(64)]) {
        const outcome = await place.write({ kind: 'pack', name }, new Uint8Array(1)).then(
          () => 'written',
          () => 'refused',
        )
        expect(outcome === 'refused', 'a foreign name was written')
      }
    },
  },
]
