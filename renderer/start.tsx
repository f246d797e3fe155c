import './app/prepare-page.ts'
import { openWindow } from './app/open-window.tsx'
import { createClients } from './client/clients.ts'
import { onPorts } from './client/ports.ts'

openWindow(createClients(onPorts))
