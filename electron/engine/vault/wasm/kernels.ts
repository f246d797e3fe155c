import { KERNELS_BASE64 } from './kernels.generated.ts'

/** What kernels.as exports; the places of its memory are those of that file. */
export type Kernels = {
  readonly memory: Uint8Array
  /** The same, for copying into. */
  readonly room: Buffer
  readonly polyBegin: () => void
  readonly polyBlocks: (length: number, topBit: bigint) => void
  readonly polyEnd: () => void
  readonly rabinScan: (length: number) => number
}

export const POLY_R = 0
export const POLY_S = 16
export const POLY_TAG = 32
export const RABIN_OUT = 4096
export const RABIN_MOD = RABIN_OUT + 2048
export const DATA = 65_536
/** How much is handed to a loop at once: small enough to stay in the processor's nearest memory. */
export const SLICE_BYTES = 32_768

/** The little of it that is used; it comes with the types of browsers, which the engine does without. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

let loaded: Kernels | undefined

/** The compiled loops of this thread. One caller at a time: whoever writes into the memory reads its answer before anything waits. */
export function kernels(): Kernels {
  loaded ??= load()
  return loaded
}

function load(): Kernels {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(KERNELS_BASE64, 'base64')))
  const { memory, ...loops } = exports as Omit<Kernels, 'memory' | 'room'> & {
    readonly memory: { readonly buffer: ArrayBuffer }
  }
  return { ...loops, memory: new Uint8Array(memory.buffer), room: Buffer.from(memory.buffer) }
}
