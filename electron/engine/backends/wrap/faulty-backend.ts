import { type Code, fail } from '#shared/errors/index.ts'
import type { Backend, FileKind, FileRef } from '../backend.ts'

/** One call that reaches the place, numbered from 1. */
export type BackendCall = {
  readonly number: number
  readonly method: 'create' | 'write' | 'read' | 'stat' | 'list' | 'remove'
  readonly kind: FileKind | undefined
}

export type Fault =
  /** Nothing happens and the call fails. */
  | { readonly kind: 'fail'; readonly code: Code }
  /** The call is carried out, but its answer is lost. */
  | { readonly kind: 'lose-answer'; readonly code: Code }
  /** Nothing happens, and no answer ever comes. */
  | { readonly kind: 'hang' }
  /** A read gives only this many bytes. */
  | { readonly kind: 'cut-short'; readonly lengthBytes: number }
  /** A read gives one wrong bit. */
  | { readonly kind: 'flip-bit'; readonly bit: number }
  /** A listing names everything twice. */
  | { readonly kind: 'list-twice' }

/** A place that misbehaves on purpose, so that tests (and drills) can ask what a bad disk does to a vault. */
export function faultyBackend(inner: Backend, decide: (call: BackendCall) => Fault | undefined): Backend {
  let count = 0
  const around = async <T>(method: BackendCall['method'], kind: FileKind | undefined, step: () => Promise<T>) => {
    count += 1
    const fault = decide({ number: count, method, kind })
    if (fault?.kind === 'fail') fail(fault.code)
    if (fault?.kind === 'hang') await new Promise(() => undefined)
    const result = await step()
    if (fault?.kind === 'lose-answer') fail(fault.code)
    return { result, fault }
  }
  const plain = async <T>(method: BackendCall['method'], kind: FileKind | undefined, step: () => Promise<T>) =>
    (await around(method, kind, step)).result

  return {
    capabilities: inner.capabilities,
    create: () => plain('create', undefined, () => inner.create()),
    write: (file, bytes) => plain('write', file.kind, () => inner.write(file, bytes)),
    async read(file: FileRef, range) {
      const { result, fault } = await around('read', file.kind, () => inner.read(file, range))
      if (!result || !fault) return result
      if (fault.kind === 'cut-short') return result.subarray(0, fault.lengthBytes)
      if (fault.kind !== 'flip-bit' || result.length === 0) return result
      const bytes = Uint8Array.from(result)
      const at = (fault.bit >> 3) % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (fault.bit & 7))
      return bytes
    },
    stat: (file) => plain('stat', file.kind, () => inner.stat(file)),
    async list(kind) {
      const { result, fault } = await around('list', kind, () => inner.list(kind))
      return fault?.kind === 'list-twice' ? [...result, ...result] : result
    },
    remove: (file) => plain('remove', file.kind, () => inner.remove(file)),
    clearLeftovers: () => plain('remove', undefined, () => inner.clearLeftovers()),
    holdsForeignThings: () => inner.holdsForeignThings(),
    freeBytes: () => inner.freeBytes(),
    close: () => inner.close(),
  }
}
