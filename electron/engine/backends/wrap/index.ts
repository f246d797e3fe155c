export { type BackendCall, type Fault, faultyBackend } from './faulty-backend.ts'
