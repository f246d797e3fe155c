export { writeFileAtomic } from './atomic-file.ts'
export { type Clock, systemClock } from './clock.ts'
export { type Log, type LogFacts, silentLog, streamLog } from './log.ts'
export { type Random, systemRandom } from './random.ts'
