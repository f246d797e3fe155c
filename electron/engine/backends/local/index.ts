export { type LocalBackendOptions, localBackend } from './local-backend.ts'
