import type { SealKey } from '../crypto/seal.ts'
import type { IndexedPack, PackedBlob } from '../format/index-file.ts'
import type { DamagedBlob, RunBlob } from '../pack/open-run.ts'
import type { PackOrder } from '../pack/packer.ts'
import type { BlobType, Id } from '../types.ts'
import type { FileOrder } from './file-orders.ts'

/** What a thread is started with. */
export type WorkerStart = {
  readonly key: SealKey
  readonly packTargetBytes: number
  /** Give way to everything else on this computer, where the system can do that for one thread. */
  readonly isPolite: boolean
}

/**
 * Work for a thread. Bytes are not copied: those to be packed, and packs, lie in shared memory; the others change hands and are gone here.
 * `reuse` gives the memory of a pack back and is not answered.
 */
export type WorkerOrder =
  | { readonly kind: 'add'; readonly order: PackOrder; readonly plain: Uint8Array }
  | { readonly kind: 'close'; readonly type: BlobType; readonly headerIv: Uint8Array }
  | { readonly kind: 'open'; readonly blob: Pick<PackedBlob, 'id' | 'uncompressedBytes'>; readonly sealed: Uint8Array }
  | {
      readonly kind: 'open-run'
      readonly blobs: readonly RunBlob[]
      readonly sealed: Uint8Array
      readonly room: Uint8Array<ArrayBuffer>
    }
  | { readonly kind: 'check'; readonly pack: IndexedPack; readonly bytes: Uint8Array }
  | { readonly kind: 'reuse'; readonly room: SharedArrayBuffer }
  | FileOrder

/** What opening a run came to; `room` is the order's. */
export type OpenedRun = { readonly damaged: readonly DamagedBlob[]; readonly room: Uint8Array<ArrayBuffer> }

export type WorkerRequest = { readonly job: number; readonly order: WorkerOrder }
export type WorkerReply = { readonly job: number; readonly answer: unknown }

/** One thing wrong with a pack; `blob` is absent when it is about the pack itself. */
export type PackProblem = { readonly what: string; readonly blob?: Id }
