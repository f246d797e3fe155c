import { type Place, placeSchema } from '#shared/domain/index.ts'

export type NetworkKind = Exclude<Place['kind'], 'local'>
export const networkKinds = ['s3', 'sftp', 'webdav', 'rest'] as const satisfies readonly NetworkKind[]

/** What was typed so far. Numbers and choices as text, as fields hold them. */
export type PlaceDraft = {
  readonly kind: NetworkKind
  readonly provider: ProviderId
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly prefix: string
  readonly accessKeyId: string
  readonly lockDays: string
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

type Provider = {
  readonly label: string
  readonly region: string
  readonly style: 'path' | 'virtual-host'
  endpoint(region: string): string
}

/** Addresses as the providers publish them. */
export const providers = {
  aws: {
    label: 'Amazon S3',
    region: 'sa-east-1',
    style: 'virtual-host',
    endpoint: (region) => `https://s3.${region}.amazonaws.com`,
  },
  b2: {
    label: 'Backblaze B2',
    region: 'us-east-005',
    style: 'virtual-host',
    endpoint: (region) => `https://s3.${region}.backblazeb2.com`,
  },
  wasabi: {
    label: 'Wasabi',
    region: 'us-east-1',
    style: 'virtual-host',
    endpoint: (region) => `https://s3.${region}.wasabisys.com`,
  },
  r2: {
    label: 'Cloudflare R2',
    region: 'auto',
    style: 'path',
    endpoint: () => 'https://CONTA.r2.cloudflarestorage.com',
  },
  magalu: {
    label: 'Magalu Cloud',
    region: 'br-se1',
    style: 'path',
    endpoint: (region) => `https://${region}.magaluobjects.com`,
  },
  other: { label: '', region: 'us-east-1', style: 'path', endpoint: () => 'https://' },
} as const satisfies Record<string, Provider>
export type ProviderId = keyof typeof providers
export const providerIds = Object.keys(providers) as ProviderId[]

export const emptyDraft: PlaceDraft = {
  kind: 's3',
  provider: 'aws',
  endpoint: providers.aws.endpoint(providers.aws.region),
  region: providers.aws.region,
  bucket: '',
  prefix: '',
  accessKeyId: '',
  lockDays: '0',
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

/** Another provider brings its own address and region; another region changes only an address that was not typed. */
export function withProvider(draft: PlaceDraft, provider: ProviderId): PlaceDraft {
  const { region, endpoint } = providers[provider]
  return { ...draft, provider, region, endpoint: endpoint(region) }
}
export function withRegion(draft: PlaceDraft, region: string): PlaceDraft {
  const { endpoint } = providers[draft.provider]
  const isSuggested = draft.endpoint === endpoint(draft.region)
  return { ...draft, region, ...(isSuggested && { endpoint: endpoint(region) }) }
}

/** In the place of a key that nobody has seen yet, so that the rest can be judged. */
const NO_KEY = `SHA256:${'A'.repeat(43)}`

/** The place that was typed, or undefined while something is missing. Blanks around what was typed are no part of it. */
export function placeOf(draft: PlaceDraft): Place | undefined {
  const read = placeSchema.safeParse(written(draft))
  const asksForSecret = draft.kind !== 'rest' || draft.user.trim() !== ''
  return read.success && (!asksForSecret || draft.secret !== '') ? read.data : undefined
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
        prefix: text(draft.prefix).replace(/^\/+|\/+$/g, ''),
        style: providers[draft.provider].style,
        accessKeyId: text(draft.accessKeyId),
        ...(Number(draft.lockDays) > 0 && { lock: { mode: 'compliance', days: Number(draft.lockDays) } }),
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
