export { Recover } from './recover.tsx'
