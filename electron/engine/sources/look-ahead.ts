/**
 * Asks about a few items ahead of the one being dealt with: on a network drive each answer takes its time. Keeps the order.
 *
 * Answers that are never waited for may fail without a word.
 */
export function* lookAhead<T, R>(
  items: Iterable<T>,
  ask: (item: T) => Promise<R>,
  width = 8,
): Generator<readonly [item: T, answer: Promise<R>], void, undefined> {
  const asked: (readonly [T, Promise<R>])[] = []
  for (const item of items) {
    const answer = ask(item)
    answer.catch(() => undefined)
    asked.push([item, answer])
    const next = asked.length > width ? asked.shift() : undefined
    if (next) yield next
  }
  yield* asked
}
