const SECRET = new Set(['secret', 'before', 'words', 'password', 'mailPassword', 'cleaningKey', 'proof', 'admin'])

/** What was asked for, without what opens anything. */
export function withoutSecrets(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(withoutSecrets)
  if (typeof input !== 'object' || input === null || input instanceof Uint8Array) return input
  return Object.fromEntries(
    Object.entries(input).flatMap(([key, value]) => (SECRET.has(key) ? [] : [[key, withoutSecrets(value)]])),
  )
}
