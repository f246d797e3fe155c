import type { Page } from '@playwright/test'
import type { PortRole } from '#shared/contracts/index.ts'

/**
 * Asks for ports of one's own and calls one method, as any script in the page could.
 *
 * Answers as the other side sends them: `{ t: 'ok', value }` or `{ t: 'err', error }`.
 */
export function callFromPage(page: Page, role: PortRole, name: string, input: unknown): Promise<WireAnswer> {
  return page.evaluate(
    ([role, name, input]) =>
      new Promise<WireAnswer>((resolve) => {
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
      }),
    [role, name, input] as const,
  )
}

export type WireAnswer = { t: 'ok'; value: unknown } | { t: 'err'; error: { code: string } }
