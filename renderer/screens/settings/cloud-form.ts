import {
  b2CleaningKeyCapabilities,
  b2DayKeyCapabilities,
  cleaningKeyPolicy,
  dayKeyPolicy,
  type ObjectLock,
  objectLockSchema,
  type S3Provider,
  type S3ProviderId,
  s3EndpointOf,
  s3Providers,
} from '#shared/domain/index.ts'
import type { PlaceDraft } from './place-form.ts'

/** Whoever is in no list: a server of the clinic's own, or a cloud that nobody told us of. */
const other = {
  label: '',
  regions: [{ id: 'us-east-1', where: '' }],
  style: 'path',
  endpoint: undefined,
  lockModes: ['compliance', 'governance'],
  keys: 'policy',
} as const satisfies S3Provider

export type ProviderId = S3ProviderId | 'other'
export const providers: Readonly<Record<ProviderId, S3Provider>> = { ...s3Providers, other }
export const providerIds = Object.keys(providers) as ProviderId[]

type Addressed = Pick<PlaceDraft, 'provider' | 'region' | 'account'>
/** The part of the draft that says what is protected against erasing, and whether somebody agreed to just that. */
type LockPart = Pick<PlaceDraft, 'isLocked' | 'lockMode' | 'lockDays'>

/** The provider's address as far as it is known; what is missing is left to be typed. */
export function suggestedEndpoint({ provider, region, account }: Addressed): string {
  const known = provider === 'other' ? undefined : s3EndpointOf(provider, { region, account: account.trim() })
  return known ?? 'https://'
}

/** Another provider brings its own address and region, and takes away a protection that it does not have. */
export function withProvider(draft: PlaceDraft, provider: ProviderId): PlaceDraft {
  const { regions, lockModes } = providers[provider]
  const next = { ...draft, provider, region: regions[0]?.id ?? '', account: '' }
  const lockMode = lockModes.find((mode) => mode === draft.lockMode) ?? lockModes[0]
  return {
    ...withLock(next, lockMode ? { lockMode } : { isLocked: false }),
    endpoint: suggestedEndpoint(next),
  }
}

/** Another region or account changes only an address that was not typed. */
export function withAddress(draft: PlaceDraft, change: Partial<Pick<PlaceDraft, 'region' | 'account'>>): PlaceDraft {
  const next = { ...draft, ...change }
  return draft.endpoint === suggestedEndpoint(draft) ? { ...next, endpoint: suggestedEndpoint(next) } : next
}

/** What was agreed to is the protection as it was shown: whoever changes it is asked again. */
export function withLock(draft: PlaceDraft, change: Partial<LockPart>): PlaceDraft {
  return { ...draft, ...change, isLockAgreed: false }
}

/** What was asked for, or undefined while the days are none that can be kept. */
export function lockOf({ lockMode, lockDays }: LockPart): ObjectLock | undefined {
  return objectLockSchema.safeParse({ mode: lockMode, days: Number(lockDays) }).data
}

export type KeyPermissions =
  | { readonly kind: 'known'; readonly day: string; readonly cleaning: string }
  /** They name the bucket, which was not typed yet. */
  | { readonly kind: 'needs-bucket' }
  /** A key there may do everything or nothing. */
  | { readonly kind: 'unlimited' }

/** What a technician gives the two keys, as the provider's console takes it. */
export function keyPermissions(draft: PlaceDraft): KeyPermissions {
  const { keys } = providers[draft.provider]
  if (keys === 'none') return { kind: 'unlimited' }
  if (keys === 'capabilities') {
    return { kind: 'known', day: b2DayKeyCapabilities.join(','), cleaning: b2CleaningKeyCapabilities.join(',') }
  }
  const where = { bucket: draft.bucket.trim(), prefix: folderOf(draft.prefix) }
  if (where.bucket === '') return { kind: 'needs-bucket' }
  const written = (policy: object) => JSON.stringify(policy, null, 2)
  return { kind: 'known', day: written(dayKeyPolicy(where)), cleaning: written(cleaningKeyPolicy(where)) }
}

/** A folder in a bucket has no slashes at its ends. */
export const folderOf = (typed: string) => typed.trim().replace(/^\/+|\/+$/g, '')
