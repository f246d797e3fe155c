export { CallTechnician } from './call-button.tsx'
export { TechnicianDialog } from './dialog.tsx'
