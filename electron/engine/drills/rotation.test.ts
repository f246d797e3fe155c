import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type DrillSource, replicaIdSchema } from '#shared/domain/index.ts'
import { type DrillPlace, inTurn, type PlaceUse } from './rotation.ts'

const place = (letter: string, source: DrillSource, outside = false): DrillPlace => ({
  source,
  replica: {
    id: replicaIdSchema.parse(letter.repeat(64)),
    outside,
    place:
      source === 'network'
        ? { kind: 'rest', url: 'https://copias.example/vault' }
        : { kind: 'local', path: `/media/${letter}` },
  },
})
const all = [place('c', 'disk-of-month'), place('b', 'network', true), place('a', 'disk')]
const use = ({ replica }: DrillPlace, atMs: number): PlaceUse => ({ replicaId: replica.id, atMs })

it('goes from the disk to the cloud to the disk of the month and around, also when the clock was set back', () => {
  const uses: PlaceUse[] = []
  const turns: DrillSource[] = []
  for (let quarter = 0; quarter < 6; quarter++) {
    const [next] = inTurn(all, uses)
    if (!next) return expect.fail('no place')
    turns.push(next.source)
    uses.push(use(next, quarter === 2 ? 0 : quarter * 91))
  }
  expect(turns).toEqual(['disk', 'network', 'disk-of-month', 'disk', 'network', 'disk-of-month'])
})

it('knows which places are left after a theft, and which without a line', () => {
  expect(inTurn(all, [], 'outside').map(({ source }) => source)).toEqual(['network', 'disk-of-month'])
  expect(inTurn(all, [], 'near').map(({ source }) => source)).toEqual(['disk', 'disk-of-month'])
})

it('leaves no place out for longer than there are places, whatever was used before', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2), { maxLength: 30 }), (before) => {
      const uses = before.flatMap((at, atMs) => all.slice(at, at + 1).map((one) => use(one, atMs)))
      const seen = new Set<DrillSource>()
      for (let turn = 0; turn < all.length; turn++) {
        const [next] = inTurn(all, uses)
        if (!next) return expect.fail('no place')
        seen.add(next.source)
        uses.push(use(next, 0))
      }
      expect(seen.size).toBe(all.length)
    }),
  )
})
