import { z } from 'zod'
import { diskFolderSchema } from './volumes.ts'

const text = z.string().min(1).max(500)
const webAddress = z.url({ protocol: /^https?$/ }).max(500)

/** Under which name the keychain holds a place's password or key. The secret itself is in no setting, command line or log. */
const secretRef = z.string().min(1).max(100)
/** SHA-256 of a server's certificate, as lower-case hex: for a NAS that nobody vouches for. Pinned when the place was set up. */
const certificateSha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** How long what is written to a bucket cannot be erased by anybody ("compliance") or by all but the owner ("governance"). */
export const objectLockSchema = z.object({
  mode: z.enum(['compliance', 'governance']),
  days: z.number().int().min(1).max(3650),
})
export type ObjectLock = z.infer<typeof objectLockSchema>

/** Where a vault lies, as settings keep it: one member a kind of destination, the same kinds as the folders of the engine's `backends`. */
export const placeSchema = z.discriminatedUnion('kind', [
  /** A folder: external disk, mounted share, any path. Where the disk is known (`volume`), `path` only says where it was last. */
  z.object({
    kind: z.literal('local'),
    path: z.string().min(1).max(4096),
    volume: diskFolderSchema.optional(),
  }),
  z.object({
    kind: z.literal('sftp'),
    host: text,
    port: z.number().int().min(1).max(65_535),
    user: text,
    /** Folder of the vault on the server, as the server writes paths. */
    folder: text,
    /** The server's key as OpenSSH shows it (`SHA256:…`), accepted by a person once. */
    hostKey: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/),
    login: z.enum(['password', 'key']),
    secretRef,
  }),
  z.object({
    kind: z.literal('s3'),
    endpoint: webAddress,
    region: text,
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
    /** Folder of the vault in the bucket, without slashes at its ends; '' is the bucket's root. */
    prefix: z.string().max(500),
    style: z.enum(['path', 'virtual-host']),
    accessKeyId: text,
    lock: objectLockSchema.optional(),
    secretRef,
    certificateSha256: certificateSha256.optional(),
  }),
  z.object({
    kind: z.literal('webdav'),
    /** Address of the vault's own folder. */
    url: webAddress,
    user: text,
    secretRef,
    certificateSha256: certificateSha256.optional(),
  }),
  /** A server of restic's REST protocol. Without a user it is asked without a password. */
  z.object({
    kind: z.literal('rest'),
    url: webAddress,
    user: text.optional(),
    secretRef: secretRef.optional(),
    certificateSha256: certificateSha256.optional(),
  }),
])
export type Place = z.infer<typeof placeSchema>
export type PlaceKind = Place['kind']
/** Whether a fire or a thief in the clinic leaves it alone: what the clinic says, and for a cloud what it is. */
export const isOutside = ({ place, outside }: { readonly place: Place; readonly outside?: boolean | undefined }) =>
  outside ?? place.kind === 's3'
/** The place of one kind. */
export type PlaceOf<K extends PlaceKind> = Extract<Place, { kind: K }>
