import type { PackSize } from '#engine/vault/index.ts'
import { fail } from '#shared/errors/index.ts'

export type ChoosePacks = (packs: readonly PackSize[]) => readonly string[]

/**
 * What `--read-data-subset` means, as for restic: `2/7` are the packs of the second of seven parts, `5%` so many packs at
 * random, one at least. The parts go by the first byte of the names, so all of them together are everything.
 *
 * Throws APP_002.
 */
export function readSubset(text: string, random: () => number = Math.random): ChoosePacks {
  const part = /^([1-9]\d{0,2})\/([1-9]\d{0,2})$/.exec(text)
  if (part) {
    const [number, parts] = [Number(part[1]), Number(part[2])]
    if (number > parts || parts > 256) fail('APP_002', { detail: '--read-data-subset' })
    return (packs) => idsOf(packs).filter((id) => Number.parseInt(id.slice(0, 2), 16) % parts === number - 1)
  }
  const percent = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text)
  const share = percent ? Number(percent[1]) / 100 : 0
  if (share <= 0 || share > 1) fail('APP_002', { detail: '--read-data-subset' })
  return (packs) =>
    packs
      .map(({ id }) => ({ id, rank: random() }))
      .sort((left, right) => left.rank - right.rank)
      .slice(0, Math.ceil(packs.length * share))
      .map(({ id }) => id)
}

const idsOf = (packs: readonly PackSize[]) => packs.map(({ id }) => id)
