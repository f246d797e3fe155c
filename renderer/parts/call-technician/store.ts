import { createStore } from 'zustand/vanilla'

/** Whether the packet for the technician is being looked at. One window, one packet: whatever asked for it may be gone meanwhile. */
export const technicianCalled = createStore<{ readonly isOpen: boolean }>(() => ({ isOpen: false }))

/** Opens the packet over whatever is there. Whatever has the keyboard now gets it back in the end. */
export const callTechnician = () => technicianCalled.setState({ isOpen: true })
