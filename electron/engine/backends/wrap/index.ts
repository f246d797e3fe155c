export { type BackendCall, type Fault, faultyBackend } from './faulty-backend.ts'
export { patientBackend } from './patient-backend.ts'
