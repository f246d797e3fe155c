/**
 * What a log may say of an unexpected error: its class and the nearest named function of the stack, a place in the program.
 *
 * SECURITY: never the message, which may hold a path.
 */
export function traceOf(error: unknown): { readonly class: string; readonly frame: string } {
  if (!(error instanceof Error)) return { class: typeof error, frame: '' }
  return { class: error.name, frame: /\bat (?:async )?([\w.#<>]+) \(/.exec(error.stack ?? '')?.[1] ?? '' }
}
