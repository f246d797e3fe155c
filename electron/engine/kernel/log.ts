/** Lines for the technician. SECURITY: codes, ids and counts only; a file name can name a patient, so none may be passed in. */
export type Log = {
  info(event: string, facts?: LogFacts): void
  warn(event: string, facts?: LogFacts): void
}
export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>

/** One JSON line an event, on the given stream (standard error by default, so that standard output stays data). */
export function streamLog(write: (line: string) => void = (line) => void process.stderr.write(line)): Log {
  const line = (level: string, event: string, facts: LogFacts = {}) =>
    write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...facts })}\n`)
  return {
    info: (event, facts) => line('info', event, facts),
    warn: (event, facts) => line('warn', event, facts),
  }
}

export const silentLog: Log = { info() {}, warn() {} }
