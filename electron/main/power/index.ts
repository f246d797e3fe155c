export { type Power, watchPower } from './power.ts'
