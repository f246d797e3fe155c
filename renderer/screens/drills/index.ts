export { Drills } from './drills.tsx'
