import { fail } from '#shared/errors/index.ts'
import type { Channels } from './channels.ts'

const PATIENCE_MS = 10_000

/**
 * Tells an address of the clinic's technician that a copy was made, or (`…/fail`) that somebody is needed.
 *
 * The convention of health-check services: they raise the alarm when nothing comes. Only the name of the subject is sent.
 */
export function pingChannel(patienceMs = PATIENCE_MS): Channels['ping'] {
  async function send(url: string, text: string, signal: AbortSignal): Promise<void> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        body: text,
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
      })
      await answer.body?.cancel()
      if (!answer.ok) fail('NOTE_104', { status: answer.status })
    } catch (error) {
      if (signal.aborted) throw signal.reason
      fail('NOTE_104', {}, { cause: error })
    }
  }
  return {
    async tell({ notice }, { ping }, signal) {
      if (ping) await send(failing(ping.url), notice.subject, signal)
    },
    async heartbeat({ ping }, signal) {
      if (ping) await send(ping.url, '', signal)
    },
  }
}

function failing(address: string): string {
  const url = new URL(address)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/fail`
  return url.href
}
