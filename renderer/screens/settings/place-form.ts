import { type ObjectLock, type Place, placeSchema } from '#shared/domain/index.ts'
import { folderOf, type ProviderId, providers, suggestedEndpoint } from './cloud-form.ts'

export type NetworkKind = Exclude<Place['kind'], 'local'>
export const networkKinds = ['s3', 'sftp', 'webdav', 'rest'] as const satisfies readonly NetworkKind[]

/** What was typed so far. Numbers and choices as text, as fields hold them. */
export type PlaceDraft = {
  readonly kind: NetworkKind
  readonly provider: ProviderId
  readonly endpoint: string
  readonly region: string
  /** Part of the address at some providers. */
  readonly account: string
  readonly bucket: string
  readonly prefix: string
  readonly accessKeyId: string
  /** Whether nobody is to erase what is written there; made only once somebody agreed to what that costs. */
  readonly isLocked: boolean
  readonly lockMode: ObjectLock['mode']
  readonly lockDays: string
  readonly isLockAgreed: boolean
  readonly host: string
  readonly port: string
  readonly user: string
  readonly folder: string
  readonly login: 'password' | 'key'
  readonly url: string
  readonly secret: string
  /** What a person accepted of the server: its key or certificate. */
  readonly identity: string
  readonly name: string
  readonly isOutside: boolean
}

export const emptyDraft: PlaceDraft = {
  kind: 's3',
  provider: 'aws',
  endpoint: suggestedEndpoint({ provider: 'aws', region: 'sa-east-1', account: '' }),
  region: 'sa-east-1',
  account: '',
  bucket: '',
  prefix: '',
  accessKeyId: '',
  isLocked: false,
  lockMode: 'compliance',
  lockDays: '30',
  isLockAgreed: false,
  host: '',
  port: '22',
  user: '',
  folder: '',
  login: 'password',
  url: 'https://',
  secret: '',
  identity: '',
  name: '',
  isOutside: true,
}

/** In the place of a key that nobody has seen yet, so that the rest can be judged. */
const NO_KEY = `SHA256:${'A'.repeat(43)}`

/** The place that was typed, or undefined while something is missing or was not agreed to. Blanks around what was typed are no part of it. */
export function placeOf(draft: PlaceDraft): Place | undefined {
  const read = placeSchema.safeParse(written(draft))
  const asksForSecret = draft.kind !== 'rest' || draft.user.trim() !== ''
  const isAgreed = draft.kind !== 's3' || !draft.isLocked || draft.isLockAgreed
  return read.success && isAgreed && (!asksForSecret || draft.secret !== '') ? read.data : undefined
}

function written(draft: PlaceDraft): unknown {
  const text = (value: string) => value.trim()
  const secretRef = 'new'
  const pinned = draft.identity === '' ? {} : { certificateSha256: draft.identity }
  switch (draft.kind) {
    case 's3':
      return {
        kind: 's3',
        endpoint: text(draft.endpoint),
        region: text(draft.region),
        bucket: text(draft.bucket),
        prefix: folderOf(draft.prefix),
        style: providers[draft.provider].style,
        accessKeyId: text(draft.accessKeyId),
        ...(draft.isLocked && { lock: { mode: draft.lockMode, days: Number(draft.lockDays) } }),
        secretRef,
        ...pinned,
      }
    case 'sftp':
      return {
        kind: 'sftp',
        host: text(draft.host),
        port: Number(draft.port),
        user: text(draft.user),
        folder: text(draft.folder),
        hostKey: draft.identity === '' ? NO_KEY : draft.identity,
        login: draft.login,
        secretRef,
      }
    case 'webdav':
      return { kind: 'webdav', url: text(draft.url), user: text(draft.user), secretRef, ...pinned }
    case 'rest':
      return text(draft.user) === ''
        ? { kind: 'rest', url: text(draft.url), ...pinned }
        : { kind: 'rest', url: text(draft.url), user: text(draft.user), secretRef, ...pinned }
  }
}
