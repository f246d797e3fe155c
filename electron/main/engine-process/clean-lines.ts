const STACK_FRAME = /^\s+at [\w.<>[\] ]*\(?(?:node:|file:\/\/\/|\/|[A-Z]:\\).*?([\w-]+\.(?:mjs|js|ts):\d+:\d+)\)?$/
const ERROR_CLASS = /^(?:Uncaught )?(\w*(?:Error|Exception))(?: \[(\w+)\])?(?::|$)/

/**
 * Cuts a stream of text into lines and keeps of each what may be kept: the engine's own log lines as they are, of a crash
 * the kind of error and the places in our code. Everything else is dropped.
 */
export function cleanLines(write: (line: string) => void): (text: string) => void {
  let rest = ''
  return (text) => {
    const lines = (rest + text).split(/\r?\n/)
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const kept = cleanLine(line)
      if (kept !== undefined) write(kept)
    }
  }
}

/** SECURITY: a crash report of Node quotes its error's message, and "ENOENT … open '…/Ana Souza.pdf'" names a patient. */
function cleanLine(line: string): string | undefined {
  if (isLogLine(line)) return line
  const frame = STACK_FRAME.exec(line)
  if (frame) return `    at ${frame[1]}`
  const error = ERROR_CLASS.exec(line)
  if (error) return error[2] ? `${error[1]} [${error[2]}]` : error[1]
  return undefined
}

function isLogLine(line: string): boolean {
  if (!line.startsWith('{')) return false
  try {
    const parsed: unknown = JSON.parse(line)
    return typeof parsed === 'object' && parsed !== null && 'level' in parsed && 'event' in parsed
  } catch {
    return false
  }
}
