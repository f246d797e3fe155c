import '@mantine/core/styles.layer.css'
import './tokens.css'
import './base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { Clients } from '../client/clients.ts'
import { createServices, type Services } from '../state/services.tsx'
import { App } from './app.tsx'
import { createWords } from './i18n.ts'

/** Draws the window on the page and lets it live on these clients. */
export function openWindow(clients: Clients): { services: Services; close(): void } {
  const element = document.getElementById('root')
  if (!element) throw new Error('the page has no root')
  const services = createServices(clients)
  const root = createRoot(element)
  root.render(
    <StrictMode>
      <App services={services} words={createWords('pt-BR')} />
    </StrictMode>,
  )
  return { services, close: () => root.unmount() }
}
