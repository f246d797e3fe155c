import '../app/prepare-page.ts'
import { engineContract, type Preferences, shellContract } from '#shared/contracts/index.ts'
import { type Contract, type Handlers, type Port, serve } from '#shared/wire/index.ts'
import { openWindow } from '../app/open-window.tsx'
import { createClients } from '../client/clients.ts'
import { domPort } from '../client/dom-port.ts'
import { fakeShell } from './fakes.ts'
import { type Scene, scenes } from './scenes.ts'

const asked = new URLSearchParams(location.search)
const scene = scenes[asked.get('scene') ?? '']
if (scene) show(scene())
else list()

function show({ engine, shell, screen, prepare }: Scene): void {
  prepare?.()
  const enginePort = portTo(engineContract, engine)
  const shellPort = portTo(shellContract, fakeShell(preferences(), shell))
  const services = openWindow(
    createClients((onPort) => {
      // As in the app, the ports come after the page has asked for them.
      setTimeout(() => {
        onPort('shell', shellPort)
        onPort('engine', enginePort)
      })
      return () => {}
    }),
  )
  if (screen) services.route.goTo(screen)
}

function portTo<C extends Contract>(contract: C, handlers: Handlers<C>): Port {
  const { port1, port2 } = new MessageChannel()
  serve(domPort(port1), contract, handlers, (name, error) => console.error(name, error))
  return domPort(port2)
}

function preferences(): Preferences {
  const text = Number(asked.get('text') ?? 100)
  return {
    language: asked.get('lang') === 'en' ? 'en' : 'pt-BR',
    theme: asked.get('theme') === 'dark' ? 'dark' : 'light',
    textPercent: text === 125 || text === 150 || text === 200 ? text : 100,
  }
}

function list(): void {
  const items = Object.keys(scenes).map((name) => {
    const link = document.createElement('a')
    link.href = `?scene=${name}`
    link.textContent = name
    const item = document.createElement('li')
    item.append(link)
    return item
  })
  const all = document.createElement('ul')
  all.append(...items)
  document.getElementById('root')?.append(all)
}
