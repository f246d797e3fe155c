import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** Folder of the repositories that stock restic made, and of what is inside them in plain text. */
export const VECTORS_FOLDER = fileURLToPath(new URL('../../../../test/golden/vectors/', import.meta.url))

const document = z.object({ file: z.string(), zstd_has_content_size: z.boolean(), plaintext: z.string() })
const entry = z.object({
  path_quoted: z.string(),
  type: z.string(),
  size: z.number().optional(),
  sha256: z.string().optional(),
  chunks: z.array(z.object({ id: z.string(), length: z.number() })).optional(),
})
const repository = z.object({
  dir: z.string(),
  keys: z.array(
    z.object({
      file: z.string(),
      password: z.string(),
      N: z.number(),
      r: z.number(),
      p: z.number(),
      salt_base64: z.string(),
      user_aes_key_hex: z.string(),
      user_mac_k_hex: z.string(),
      user_mac_r_hex: z.string(),
      decrypted_data_text: z.string(),
    }),
  ),
  master_key: z.object({ encrypt_hex: z.string(), mac_k_hex: z.string(), mac_r_hex: z.string() }),
  config: z.object({ plaintext: z.string() }),
  index: z.array(document),
  snapshots: z.array(document),
  packs: z.array(
    z.object({
      file: z.string(),
      size: z.number(),
      header_plaintext_hex: z.string(),
      blobs: z.array(
        z.object({
          type_byte: z.number(),
          kind: z.enum(['data', 'tree']),
          id: z.string(),
          offset: z.number(),
          length: z.number(),
          uncompressed_length: z.number().optional(),
        }),
      ),
    }),
  ),
  trees: z.array(z.object({ id: z.string(), utf8: z.string() })),
  snapshot_contents: z.array(z.object({ snapshot: z.string(), tree: z.string(), entries: z.array(entry) })),
})
const vectorsSchema = z.object({
  repo: repository,
  repo_0_19_1: repository,
  crypto_kat: z.object({
    aes256_key_hex: z.string(),
    mac_k_hex: z.string(),
    mac_r_hex: z.string(),
    cases: z.array(z.object({ plaintext_hex: z.string(), iv_hex: z.string(), sealed_hex: z.string() })),
  }),
  chunker: z.object({
    cases: z.array(
      z.object({
        input: z.string(),
        polynomial: z.string(),
        lengths: z.array(z.number()),
        ids: z.array(z.string()).optional(),
        first_id: z.string().optional(),
      }),
    ),
  }),
  names: z.object({ cases: z.array(z.object({ raw_hex: z.string(), quoted: z.string(), json: z.string() })) }),
  constants: z.object({ empty_tree_bytes: z.string(), empty_tree_id: z.string(), zero_512k_blob_id: z.string() }),
  lock_example_plaintext: z.string(),
})

export type VectorRepository = z.output<typeof repository>

export const vectors = vectorsSchema.parse(JSON.parse(readFileSync(`${VECTORS_FOLDER}vectors.json`, 'utf8')))
/** Both repositories with their folders. */
export const vectorRepositories = [vectors.repo, vectors.repo_0_19_1].map((repo) => ({
  repo,
  path: VECTORS_FOLDER + repo.dir,
}))

export const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
/** The id at the end of a vector's `file`. */
export const idInFile = (file: string): string => file.slice(file.lastIndexOf('/') + 1)
