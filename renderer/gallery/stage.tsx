import type { i18n } from 'i18next'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { engineContract, type Preferences, shellContract } from '#shared/contracts/index.ts'
import { type Contract, type Handlers, type Port, serve } from '#shared/wire/index.ts'
import { Dressed } from '../app/app.tsx'
import { createWords } from '../app/i18n.ts'
import { openWindow } from '../app/open-window.tsx'
import { type Clients, createClients } from '../client/clients.ts'
import { domPort } from '../client/dom-port.ts'
import { technicianCalled } from '../parts/call-technician/store.ts'
import { createServices, type Services, ServicesProvider, usePreferences } from '../state/services.tsx'
import { act, quiet, type Step } from './act.ts'
import { fakeShell } from './fakes.ts'
import type { Scene } from './scene.ts'

export type Look = Preferences
export type Stage = {
  /** Resolves when its steps are done and the page rests. */
  readonly ready: Promise<void>
  wear(look: Look): void
  close(): void
}

/** Draws a scene and does its steps. */
export function showScene(scene: Scene, look: Look): Stage {
  const { engine, shell, screen, isNarrow = false, prepare, steps = [], Page } = scene
  technicianCalled.setState({ isOpen: false })
  prepare?.()
  document.getElementById('root')?.style.setProperty('max-width', isNarrow ? '44rem' : 'none')
  // What a window before it left in the address would be scrolled to.
  history.replaceState(null, '', location.pathname + location.search)
  const ports = [portTo(engineContract, engine), portTo(shellContract, fakeShell(look, shell))] as const
  const clients = createClients((onPort) => {
    // As in the app, the ports come after the page has asked for them.
    setTimeout(() => {
      onPort('shell', ports[1])
      onPort('engine', ports[0])
    })
    return () => {}
  })
  const { services, close } = Page ? openPage(clients, look, Page) : openWindow(clients)
  if (screen) services.route.goTo(screen)
  return {
    ready: play(steps, createWords(look.language)),
    wear: (next) => services.shellKnown.prefer(next),
    close() {
      close()
      for (const port of ports) port.close()
      window.scrollTo(0, 0)
    },
  }
}

async function play(steps: readonly Step[], words: i18n): Promise<void> {
  await arrived(words)
  await act(steps, words)
  await quiet()
}

/** Screens are fetched when they are first shown. */
async function arrived(words: i18n): Promise<void> {
  const isComing = () => document.querySelector('[role="status"]')?.textContent === words.t('app:screenComing')
  await quiet()
  for (let tries = 0; isComing() && tries < 100; tries++) await new Promise((done) => setTimeout(done, 20))
  await quiet()
}

function portTo<C extends Contract>(contract: C, handlers: Handlers<C>): Port {
  const { port1, port2 } = new MessageChannel()
  serve(domPort(port1), contract, handlers, (name, error) => console.error(name, error))
  return domPort(port2)
}

/** Parts without the app's window around them, dressed as there. */
function openPage(
  clients: Clients,
  look: Look,
  Page: NonNullable<Scene['Page']>,
): { services: Services; close(): void } {
  const element = document.getElementById('root')
  if (!element) throw new Error('the page has no root')
  const services = createServices(clients)
  services.shellKnown.setState({ preferences: look })
  const words = createWords('pt-BR')
  const Whole = () => (
    <Dressed preferences={usePreferences()} words={words}>
      <Page />
    </Dressed>
  )
  // What is caught here, a wall of the scene's own catches: to be seen is why it is there.
  const root = createRoot(element, { onCaughtError: () => {} })
  root.render(
    <ServicesProvider services={services}>
      <I18nextProvider i18n={words}>
        <Whole />
      </I18nextProvider>
    </ServicesProvider>,
  )
  return { services, close: () => root.unmount() }
}
