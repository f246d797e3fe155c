export { Disks } from './disks.tsx'
