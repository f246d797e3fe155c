import type { Clock } from '#engine/kernel/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Backend } from '../backend.ts'

/** Long enough for a whole pack over the slowest line anybody uses. */
const ANSWER_WITHIN_MS = 10 * 60_000
/** Made once: every answered call ends a wait with it. */
const ANSWERED = new Error('answered')

/**
 * A place that is given up when it does not answer (a dead network share, a dying disk): the call ends with DEST_101.
 *
 * A place that gives up by itself is handed back as it is: only it knows whether bytes still move on a slow line.
 * While a call is still without answer the following ones end at once, so that the work is not held up again at each of them.
 */
export function patientBackend(inner: Backend, clock: Clock, answerWithinMs = ANSWER_WITHIN_MS): Backend {
  if (inner.capabilities.givesUp) return inner
  let unanswered = 0
  const ask = async <T>(step: () => Promise<T>): Promise<T> => {
    if (unanswered > 0) fail('DEST_101')
    const isOver = new AbortController()
    const answer = step()
    const giveUp = clock.sleep(answerWithinMs, isOver.signal).then((): never => {
      unanswered += 1
      const settled = () => {
        unanswered -= 1
      }
      answer.then(settled, settled)
      return fail('DEST_101')
    })
    try {
      return await Promise.race([answer, giveUp])
    } finally {
      isOver.abort(ANSWERED)
    }
  }
  return {
    capabilities: inner.capabilities,
    create: () => ask(() => inner.create()),
    write: (file, bytes) => ask(() => inner.write(file, bytes)),
    read: (...asked) => ask(() => inner.read(...asked)),
    stat: (file) => ask(() => inner.stat(file)),
    list: (kind) => ask(() => inner.list(kind)),
    remove: (file) => ask(() => inner.remove(file)),
    clearLeftovers: () => ask(() => inner.clearLeftovers()),
    holdsForeignThings: () => ask(() => inner.holdsForeignThings()),
    freeBytes: () => ask(() => inner.freeBytes()),
    close: () => inner.close(),
  }
}
