export { type Clock, systemClock } from './clock.ts'
export { type Log, type LogFacts, silentLog, streamLog } from './log.ts'
