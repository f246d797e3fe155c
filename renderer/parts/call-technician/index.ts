export { CallTechnician } from './call-button.tsx'
export { TechnicianDialog } from './dialog.tsx'
export { callTechnician } from './store.ts'
