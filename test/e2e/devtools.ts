import type { ChildProcess } from 'node:child_process'
import { z } from 'zod'

/** The pages of a program that Playwright cannot drive, by what every Chromium speaks (the DevTools protocol). */
export type Pages = {
  titles(): Promise<string[]>
  /** Runs a script in the first page; of a promise, what it comes to. Rejects while there is no page. */
  evaluate(script: string): Promise<unknown>
  /** What the program has written to its standard error. */
  said(): string
}

const targetsSchema = z.array(z.object({ type: z.string(), title: z.string(), webSocketDebuggerUrl: z.string() }))

/** Started with `--remote-debugging-port=0`, a program says on its standard error where it listens. */
export async function openPages(program: ChildProcess): Promise<Pages> {
  let said = ''
  const host = await new Promise<string>((resolve, reject) => {
    program.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const found = /DevTools listening on ws:\/\/([^/\s]+)\//.exec(said)?.[1]
      if (found) resolve(found)
    })
    program.once('exit', (code, signal) => reject(new Error(`it ended (${code ?? signal}):\n${said}`)))
  })
  const pages = async () => {
    const answer = await fetch(`http://${host}/json`)
    return targetsSchema.parse(await answer.json()).filter(({ type }) => type === 'page')
  }
  return {
    said: () => said,
    titles: async () => (await pages()).map(({ title }) => title),
    async evaluate(expression) {
      const [page] = await pages()
      if (!page) throw new Error('there is no page')
      const socket = new WebSocket(page.webSocketDebuggerUrl)
      try {
        return await new Promise((resolve, reject) => {
          socket.onerror = () => reject(new Error('the page is gone'))
          socket.onopen = () =>
            socket.send(
              JSON.stringify({
                ...{ id: 1, method: 'Runtime.evaluate' },
                params: { expression, returnByValue: true, awaitPromise: true },
              }),
            )
          socket.onmessage = ({ data }) => resolve(JSON.parse(String(data)).result?.result?.value)
        })
      } finally {
        socket.close()
      }
    },
  }
}
