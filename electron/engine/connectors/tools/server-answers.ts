import { createConnection } from 'node:net'

const PATIENCE_MS = 3000

/** Whether anything listens there: tells a server that is off from one that refuses. */
export const serverAnswers = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: PATIENCE_MS })
    const answer = (is: boolean) => {
      socket.destroy()
      resolve(is)
    }
    socket.on('connect', () => answer(true))
    socket.on('timeout', () => answer(false))
    socket.on('error', () => answer(false))
  })
