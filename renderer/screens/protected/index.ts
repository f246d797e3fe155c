export { Protected } from './protected.tsx'
