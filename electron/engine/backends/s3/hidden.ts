import { type Bucket, listVersions, type Version, versionsOf } from './bucket.ts'
import { retentionOf } from './retention.ts'

/** Until when something of an object's versions cannot be erased; undefined when all of them can be. */
export async function protectedUntilMs(bucket: Bucket, versions: readonly Version[]): Promise<number | undefined> {
  let untilMs: number | undefined
  for (const { key, id, isMarker } of versions) {
    const retention = isMarker ? undefined : await retentionOf(bucket, key, id)
    if (retention && retention.untilMs > bucket.clock.nowMs()) untilMs = Math.max(untilMs ?? 0, retention.untilMs)
  }
  return untilMs
}

/** Erases an object with all it ever was. Markers last: what is removed halfway stays out of sight. */
export async function removeVersions(bucket: Bucket, key: string): Promise<void> {
  const versions = await versionsOf(bucket, key)
  const inOrder = [...versions.filter(({ isMarker }) => !isMarker), ...versions.filter(({ isMarker }) => isMarker)]
  const accept = [200, 204, 404]
  for (const { id } of inOrder)
    await bucket.ask({ method: 'DELETE', key, query: { versionId: id }, accept, wants: 'nothing' })
}

/** Erases what lies hidden below a prefix and is protected no more; what still is stays for another time. */
export async function removeHidden(bucket: Bucket, prefix: string): Promise<void> {
  const byKey = new Map<string, Version[]>()
  for await (const version of listVersions(bucket, prefix)) {
    const known = byKey.get(version.key)
    if (known) known.push(version)
    else byKey.set(version.key, [version])
  }
  for (const [key, versions] of byKey) {
    if (!versions.some(({ isLatest, isMarker }) => isLatest && isMarker)) continue
    if ((await protectedUntilMs(bucket, versions)) === undefined) await removeVersions(bucket, key)
  }
}
