import { constants, setPriority } from 'node:os'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { release } from '#engine/kernel/index.ts'
import { judgePack } from '../check/judge-pack.ts'
import { openRun } from '../pack/open-run.ts'
import { Packer } from '../pack/packer.ts'
import { openBlobInPlace } from '../pack/sealed-blob.ts'
import { FileReader } from './file-reader.ts'
import type { OpenedRun, WorkerOrder, WorkerReply, WorkerRequest, WorkerStart } from './messages.ts'

/** Less is copied sooner than handed over, and may be a part of memory that Node shares out. */
const HANDED_OVER_BYTES = 128 * 1024

/** One thread of a vault: seals, packs, opens and judges what it is sent, in the order it is sent. */
function serve(port: MessagePort, { key, packTargetBytes, isPolite }: WorkerStart): void {
  // Elsewhere than on Linux a priority is the whole process's.
  if (isPolite && process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW)
  const packer = new Packer(key, packTargetBytes, true)
  const files = new FileReader(packer)

  const carryOut = (order: WorkerOrder): { readonly answer: unknown; readonly handedOver?: ArrayBufferLike } => {
    switch (order.kind) {
      case 'add':
        return { answer: packer.add(order.order, order.plain) }
      case 'close':
        return { answer: packer.close(order.type, order.headerIv) }
      case 'keep':
        return { answer: files.keep(order.number, order.blobs) }
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
        return { answer: opened, ...(memory && { handedOver: memory }) }
      }
      case 'open-run': {
        const damaged = openRun(key, order.blobs, order.sealed, order.room)
        return { answer: { damaged, room: order.room } satisfies OpenedRun, handedOver: order.room.buffer }
      }
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
    const { answer, handedOver } = carryOut(order)
    if (order.kind === 'reuse' || order.kind === 'drop') return
    const reply: WorkerReply = { job, answer }
    const isBig = handedOver instanceof ArrayBuffer && handedOver.byteLength >= HANDED_OVER_BYTES
    port.postMessage(reply, isBig ? [handedOver] : [])
  })
}

if (parentPort) serve(parentPort, workerData as WorkerStart)
