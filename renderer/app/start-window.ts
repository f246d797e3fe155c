import { createClients } from '../client/clients.ts'
import { onPorts } from '../client/ports.ts'
import { bringScreens } from '../screens/all.ts'
import { openWindow } from './open-window.tsx'

const clients = createClients(onPorts)
openWindow(clients)
// Asked after the window's own first question: by then it has something to draw, and the rest may come.
const stop = clients.onEngine(() => {
  void clients.engine
    .overview({})
    .then(bringScreens)
    // A screen that cannot be read now says so when somebody goes to it.
    .catch(() => {})
    .finally(() => stop())
})
