import type { FileVersion } from '#shared/contracts/index.ts'

/** Marks closer than this share of the line could not be told apart, nor hit. */
const CLOSEST = 0.035

/** More marks than these stand on each other. */
const MOST = 60

/** As many versions as one line has room for, evenly chosen: the newest, the oldest and the chosen one among them. All are in the list below it. */
export function fewOf<V extends Pick<FileVersion, 'versionKey'>>(
  versions: readonly V[],
  chosen: number | undefined,
): readonly V[] {
  if (versions.length <= MOST) return versions
  const shown = new Set(Array.from({ length: MOST }, (_, at) => Math.round((at * (versions.length - 1)) / (MOST - 1))))
  return versions.filter(({ versionKey }, at) => shown.has(at) || versionKey === chosen)
}

/** Where each version stands between the oldest (0) and the newest (1): by time, pushed apart where they would cover each other. */
export function marksOf(
  versions: readonly Pick<FileVersion, 'versionKey' | 'modifiedAtMs'>[],
): readonly { readonly versionKey: number; readonly share: number }[] {
  const ordered = versions.toSorted((left, right) => left.modifiedAtMs - right.modifiedAtMs)
  const first = ordered[0]?.modifiedAtMs ?? 0
  const span = (ordered.at(-1)?.modifiedAtMs ?? 0) - first
  const closest = Math.min(CLOSEST, 1 / Math.max(1, ordered.length - 1))
  const shares = ordered.map(({ modifiedAtMs }) => (span === 0 ? 1 : (modifiedAtMs - first) / span))
  for (let at = 1; at < shares.length; at++) shares[at] = Math.max(shares[at] ?? 0, (shares[at - 1] ?? 0) + closest)
  for (let at = shares.length - 1, most = 1; at >= 0; at--, most -= closest)
    shares[at] = Math.max(0, Math.min(shares[at] ?? 0, most))
  return ordered.map(({ versionKey }, at) => ({ versionKey, share: shares[at] ?? 0 }))
}
