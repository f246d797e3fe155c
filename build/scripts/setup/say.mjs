// What the set-up tells the person: one line a step, always on stderr, so that stdout belongs to the command alone.

export function say(line) {
  process.stderr.write(`salvaguarda: ${line}\n`)
}

/** A set-up failure the person can act on; printed without a stack. */
export class SetupError extends Error {}
