import { constants, setPriority } from 'node:os'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { release } from '#engine/kernel/index.ts'
import { judgePack } from '../check/judge-pack.ts'
import { openRun } from '../pack/open-run.ts'
import { type Closed, type Packed, Packer } from '../pack/packer.ts'
import { openBlobInPlace } from '../pack/sealed-blob.ts'
import { FileReader } from './file-reader.ts'
import type { WorkerOrder, WorkerReply, WorkerRequest, WorkerStart } from './messages.ts'

/** Less is copied sooner than handed over, and may be a part of memory that Node shares out. */
const HANDED_OVER_BYTES = 128 * 1024

/** One thread of a vault: seals, packs, opens and judges what it is sent, in the order it is sent. */
function serve(port: MessagePort, { key, packTargetBytes, isPolite }: WorkerStart): void {
  // Elsewhere than on Linux a priority is the whole process's.
  if (isPolite && process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW)
  const packer = new Packer(key, packTargetBytes, true)
  const files = new FileReader(packer)

  const carryOut = (order: WorkerOrder): { readonly answer: unknown; readonly handedOver?: readonly ArrayBuffer[] } => {
    switch (order.kind) {
      case 'add': {
        const packed = packer.add(order.order, order.plain)
        return { answer: packed, handedOver: packsIn([packed]) }
      }
      case 'close': {
        const closed = packer.close(order.type, order.headerIv)
        return { answer: closed, handedOver: packsIn([closed]) }
      }
      case 'keep': {
        const packed = files.keep(order.number, order.blobs)
        return { answer: packed, handedOver: packsIn(packed) }
      }
      case 'read-small':
        return { answer: files.readSmall(order.number, order.paths) }
      case 'read-chunk':
        return { answer: files.readChunk(order.number, order.path, order.polynomial) }
      case 'drop':
        files.drop(order.number)
        return { answer: undefined }
      case 'open': {
        const opened = openBlobInPlace(key, order.blob, order.sealed)
        const memory = opened.kind === 'plain' ? opened.bytes.buffer : undefined
        if (memory !== order.sealed.buffer) release(order.sealed)
        const isBig = memory instanceof ArrayBuffer && memory.byteLength >= HANDED_OVER_BYTES
        return { answer: opened, ...(isBig && { handedOver: [memory] }) }
      }
      case 'open-run':
        return { answer: openRun(key, order.blobs, order.sealed, order.room) }
      case 'check': {
        const problems = judgePack(key, order.pack, order.bytes)
        release(order.bytes)
        return { answer: problems }
      }
      case 'reuse':
        packer.reuse(order.room)
        return { answer: undefined }
    }
  }

  port.on('message', ({ job, order }: WorkerRequest) => {
    const { answer, handedOver = [] } = carryOut(order)
    if (order.kind === 'reuse' || order.kind === 'drop') return
    const reply: WorkerReply = { job, answer }
    port.postMessage(reply, handedOver)
  })
}

/** The memory of the packs that came out of an order: they go to who writes them, who gives it back. */
const packsIn = (results: readonly (Packed | Closed)[]): readonly ArrayBuffer[] =>
  results.flatMap((result) => {
    const memory = result.kind === 'failed' ? undefined : result.full?.bytes.buffer
    return memory instanceof ArrayBuffer ? [memory] : []
  })

if (parentPort) serve(parentPort, workerData as WorkerStart)
