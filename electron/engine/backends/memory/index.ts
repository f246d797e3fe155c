export { type MemoryBackend, memoryBackend } from './memory-backend.ts'
