import type { ObjectLock, PlaceOf } from './places.ts'

export type S3Provider = {
  readonly label: string
  /** The first is the one that suits a clinic in Brazil. `where` is for the eye. */
  readonly regions: readonly { readonly id: string; readonly where: string }[]
  readonly style: PlaceOf<'s3'>['style']
  /** `{region}` and `{account}` are filled in; undefined where every server has its own address. */
  readonly endpoint: string | undefined
  /** Which protection against erasing a bucket there can be made with; none when empty. */
  readonly lockModes: readonly ObjectLock['mode'][]
  /** How a key is limited to adding: by a policy of IAM, by capabilities, or not per action at all. */
  readonly keys: 'policy' | 'capabilities' | 'none'
}

/** What the providers' own documentation says (read in November 2026), none of it tried with an account of theirs. */
export const s3Providers = {
  aws: {
    label: 'Amazon S3',
    regions: [
      { id: 'sa-east-1', where: 'São Paulo' },
      { id: 'us-east-1', where: 'Virginia' },
      { id: 'us-east-2', where: 'Ohio' },
      { id: 'us-west-2', where: 'Oregon' },
      { id: 'eu-west-1', where: 'Ireland' },
      { id: 'eu-central-1', where: 'Frankfurt' },
    ],
    style: 'virtual-host',
    endpoint: 'https://s3.{region}.amazonaws.com',
    lockModes: ['compliance', 'governance'],
    keys: 'policy',
  },
  b2: {
    label: 'Backblaze B2',
    regions: [
      { id: 'us-east-005', where: 'Virginia' },
      { id: 'us-west-004', where: 'California' },
      { id: 'eu-central-003', where: 'Amsterdam' },
    ],
    style: 'virtual-host',
    endpoint: 'https://s3.{region}.backblazeb2.com',
    lockModes: ['compliance', 'governance'],
    keys: 'capabilities',
  },
  wasabi: {
    label: 'Wasabi',
    regions: [
      { id: 'us-east-1', where: 'Virginia' },
      { id: 'us-east-2', where: 'Virginia' },
      { id: 'us-central-1', where: 'Texas' },
      { id: 'us-west-1', where: 'Oregon' },
      { id: 'us-west-2', where: 'San Jose' },
      { id: 'ca-central-1', where: 'Toronto' },
      { id: 'eu-central-1', where: 'Amsterdam' },
      { id: 'eu-central-2', where: 'Frankfurt' },
      { id: 'eu-west-2', where: 'Paris' },
      { id: 'eu-south-1', where: 'Milan' },
    ],
    style: 'virtual-host',
    endpoint: 'https://s3.{region}.wasabisys.com',
    lockModes: ['compliance', 'governance'],
    keys: 'policy',
  },
  // its own bucket locks are not S3's: they are set for a whole bucket, and restic's locks could not go
  r2: {
    label: 'Cloudflare R2',
    regions: [{ id: 'auto', where: '' }],
    style: 'path',
    endpoint: 'https://{account}.r2.cloudflarestorage.com',
    lockModes: [],
    keys: 'none',
  },
  magalu: {
    label: 'Magalu Cloud',
    regions: [
      { id: 'br-se1', where: 'São Paulo' },
      { id: 'br-ne1', where: 'Fortaleza' },
    ],
    style: 'path',
    endpoint: 'https://{region}.magaluobjects.com',
    lockModes: ['compliance'],
    keys: 'none',
  },
  minio: {
    label: 'MinIO',
    regions: [{ id: 'us-east-1', where: '' }],
    style: 'path',
    endpoint: undefined,
    lockModes: ['compliance', 'governance'],
    keys: 'policy',
  },
} as const satisfies Record<string, S3Provider>
export type S3ProviderId = keyof typeof s3Providers

/** Address of a provider's servers; undefined where it has to be asked for. */
export function s3EndpointOf(
  id: S3ProviderId,
  parts: { readonly region: string; readonly account?: string },
): string | undefined {
  const { endpoint }: S3Provider = s3Providers[id]
  if (endpoint?.includes('{account}') && !parts.account) return undefined
  return endpoint?.replace('{region}', parts.region).replace('{account}', parts.account ?? '')
}
