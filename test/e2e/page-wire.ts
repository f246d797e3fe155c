import type { Page } from '@playwright/test'
import type { PortRole } from '#shared/contracts/index.ts'

/**
 * Asks for ports of one's own and calls one method, as any script in the page could.
 *
 * Answers as the other side sends them: `{ t: 'ok', value }` or `{ t: 'err', error }`.
 */
export const callFromPage = (page: Page, role: PortRole, name: string, input: unknown): Promise<WireAnswer> =>
  page.evaluate(ask, [role, name, input] as const)

/** The same as a script, for a page that Playwright cannot reach. */
export const callScript = (role: PortRole, name: string, input: unknown): string =>
  `(${ask})(${JSON.stringify([role, name, input])})`

/** Runs in the page: knows nothing of what is around it here. */
function ask([role, name, input]: readonly [PortRole, string, unknown]): Promise<WireAnswer> {
  return new Promise((resolve) => {
    const id = Math.floor(Math.random() * 1e9)
    const take = (event: MessageEvent<{ kind?: string; role?: string }>) => {
      const port = event.ports[0]
      if (event.data.kind !== 'salvaguarda:port' || event.data.role !== role || !port) return
      window.removeEventListener('message', take)
      port.addEventListener('message', ({ data }) => {
        if (data.id === id) resolve(data)
      })
      port.start()
      port.postMessage({ t: 'call', id, name, input })
    }
    window.addEventListener('message', take)
    window.postMessage({ kind: 'salvaguarda:connect' }, '*')
  })
}

export type WireAnswer = { t: 'ok'; value: unknown } | { t: 'err'; error: { code: string } }
