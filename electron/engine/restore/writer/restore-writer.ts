import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { WriterReply, WriterRequest, WriterStart } from './orders.ts'
import { TargetWriter } from './target-writer.ts'

/** The thread of a recovery that touches its target: a disk that hangs holds up nobody else. Requests are answered in their order. */
function serve(port: MessagePort, start: WriterStart): void {
  const writer = new TargetWriter(start)
  const answer = async (request: WriterRequest): Promise<WriterReply> => {
    const { job } = request
    if (request.kind === 'work') {
      const { orders, pieces, memory } = request
      return { job, results: await writer.work(orders, pieces, memory), memory }
    }
    writer.discard()
    return { job, results: [], memory: [] }
  }
  let last = Promise.resolve()
  port.on('message', (request: WriterRequest) => {
    last = last.then(async () => {
      const reply = await answer(request)
      port.postMessage(
        reply,
        reply.memory.map(({ buffer }) => buffer),
      )
    })
  })
}

if (parentPort) serve(parentPort, workerData as WriterStart)
