export { mayRemoveRest, type RestBackendOptions, restBackend } from './rest-backend.ts'
