import type { Client, ConnectConfig, SFTPWrapper } from 'ssh2'
import { type Code, fail } from '#shared/errors/index.ts'
import { fingerprintOf } from './host-key.ts'
import { ConnectionLost } from './sftp-failure.ts'
import { loadSsh, quietly, Wire } from './wire.ts'

export type Login = {
  readonly host: string
  readonly port: number
  readonly user: string
  /** The one key that is believed, `SHA256:…`. */
  readonly hostKey: string
  readonly kind: 'password' | 'key'
  readonly secret: string | undefined
  readonly proxyUrl: string | undefined
}

export type Patience = {
  /** For the connection, again for keys and login, and again for the channel. */
  readonly connectMs: number
  /** Without any answer to what was asked the connection is given up. */
  readonly answerMs: number
  /** After so long without work the connection is closed; the next request opens another. */
  readonly idleMs: number
}

/** Servers hold a key of each family and show the one that both sides like best, which an update may change. */
const KEY_FAMILIES = [
  ['ssh-ed25519'],
  ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  ['rsa-sha2-512', 'rsa-sha2-256'],
] as const
type KeyFamily = (typeof KEY_FAMILIES)[number]

const KEEP_ALIVE_MS = 15_000

/**
 * One logged-in connection with its SFTP channel.
 *
 * Any number of requests may be on their way at once. When the connection goes away all of them end with `ConnectionLost`.
 */
export class Session {
  readonly #client: Client
  readonly #sftp: SFTPWrapper
  readonly #patience: Patience
  readonly #waiting = new Set<(lost: ConnectionLost) => void>()
  #timer: NodeJS.Timeout | undefined
  #isLost = false

  constructor(client: Client, sftp: SFTPWrapper, patience: Patience) {
    this.#client = client
    this.#sftp = sftp
    this.#patience = patience
    const lose = () => this.end()
    client.on('error', lose).on('end', lose).on('close', lose)
    sftp.on('error', lose).on('end', lose).on('close', lose)
    this.#watch()
  }

  get isLost(): boolean {
    return this.#isLost
  }

  /** Sends one request and resolves to its answer. Throws the server's status, or `ConnectionLost`. */
  ask<T>(send: (sftp: SFTPWrapper, done: (error: Error | null | undefined, answer?: T) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#isLost) return reject(new ConnectionLost('not connected'))
      const settle = (step: () => void) => {
        this.#waiting.delete(reject)
        this.#watch()
        step()
      }
      this.#waiting.add(reject)
      this.#watch()
      try {
        send(this.#sftp, (error, answer) => {
          // ssh2 ends what is on its way with an error that has no status
          if (error && !('code' in error)) settle(() => reject(new ConnectionLost(error.message)))
          else settle(() => (error ? reject(error) : resolve(answer as T)))
        })
      } catch (error) {
        settle(() => reject(error))
      }
    })
  }

  end(): void {
    if (this.#isLost) return
    this.#isLost = true
    clearTimeout(this.#timer)
    this.#client.on('error', () => undefined)
    this.#client.end()
    // a peer that is not there any more answers no goodbye
    this.#client.destroy()
    for (const reject of this.#waiting) reject(new ConnectionLost('the connection was lost'))
    this.#waiting.clear()
  }

  /** Called at every sign of life: the time that is left begins anew. */
  #watch(): void {
    clearTimeout(this.#timer)
    if (this.#isLost) return
    const isAtWork = this.#waiting.size > 0
    this.#timer = setTimeout(() => this.end(), isAtWork ? this.#patience.answerMs : this.#patience.idleMs)
    if (!isAtWork) this.#timer.unref()
  }
}

/**
 * Connects and logs in. SECURITY: user and password leave this computer only after the server proved that it holds the pinned key.
 *
 * Throws DEST_101 unreachable, DEST_105 login refused, DEST_106 another key, DEST_108 no SSH server, DEST_103 no SFTP for this user.
 */
export async function openSession(login: Login, patience: Patience): Promise<Session> {
  if (login.secret === undefined) fail('DEST_105')
  if (login.kind === 'key') {
    const { utils } = await loadSsh()
    const key = utils.parseKey(login.secret)
    if (key instanceof Error) fail('DEST_105', {}, { cause: key })
  }
  const first = await attempt(login, patience, undefined)
  if (first.kind === 'open') return first.session
  // the accepted key may be the server's second or third one
  for (const family of KEY_FAMILIES) {
    const next = await attempt(login, patience, family)
    if (next.kind === 'open') return next.session
  }
  return fail('DEST_106')
}

type Attempt = { readonly kind: 'open'; readonly session: Session } | { readonly kind: 'other-key' }

async function attempt(login: Login, patience: Patience, family: KeyFamily | undefined): Promise<Attempt> {
  const wire = await Wire.open(login.host, login.port, login.proxyUrl, patience.connectMs)
  const ssh = await loadSsh()
  const client = new ssh.Client()
  let stage: 'keys' | 'other-key' | 'login' | 'channel' = 'keys'
  const config: ConnectConfig = {
    ...credentialsOf(login),
    sock: wire.socket,
    readyTimeout: patience.connectMs,
    keepaliveInterval: KEEP_ALIVE_MS,
    ...(family === undefined ? {} : { algorithms: { serverHostKey: [...family] } }),
    hostVerifier: (key: Buffer) => {
      const isPinned = fingerprintOf(key) === login.hostKey
      stage = isPinned ? 'login' : 'other-key'
      return isPinned
    },
  }
  try {
    const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
      client.on('error', reject)
      client.on('close', () => reject(new Error('closed')))
      client.on('keyboard-interactive', (_name, _instructions, _language, prompts, answer) =>
        // only what is asked like a password; a code from a phone cannot be given at night
        answer(prompts.map(({ echo }) => (echo === true ? '' : (login.secret ?? '')))),
      )
      client.on('ready', () => {
        stage = 'channel'
        // ssh2 waits for keys and login only
        const tooLate = setTimeout(() => reject(new Error('no channel')), patience.connectMs)
        client.sftp((error, channel) => {
          clearTimeout(tooLate)
          if (error) reject(error)
          else resolve(channel)
        })
      })
      client.connect(config)
    })
    client.removeAllListeners('error')
    return { kind: 'open', session: new Session(client, sftp, patience) }
  } catch (error) {
    quietly(client)
    wire.socket.destroy()
    // `stage` is written by callbacks, which the compiler does not see
    const reached = stage as 'keys' | 'other-key' | 'login' | 'channel'
    if (reached === 'other-key' || isWithoutSuchKey(error, family)) return { kind: 'other-key' }
    const code = codeOfLogin(error, reached, wire.isForeign)
    // somebody took the connection: that it broke may be the line's doing
    return fail(
      code,
      {},
      { cause: code === 'DEST_101' ? new ConnectionLost('not logged in', { cause: error }) : error },
    )
  }
}

const isWithoutSuchKey = (error: unknown, family: KeyFamily | undefined) =>
  family !== undefined && error instanceof Error && /no matching host key/.test(error.message)

function codeOfLogin(error: unknown, stage: 'keys' | 'login' | 'channel', isForeign: boolean): Code {
  if (isForeign) return 'DEST_108'
  const level = error instanceof Error && 'level' in error ? error.level : ''
  if (stage === 'login')
    // a server that had enough of wrong passwords hangs up with a reason of its own, which is a number
    return level === 'client-authentication' || (error instanceof Error && 'code' in error && error.code === 2)
      ? 'DEST_105'
      : 'DEST_101'
  if (stage === 'channel') return error instanceof Error && /subsystem/i.test(error.message) ? 'DEST_103' : 'DEST_101'
  return error instanceof Error && /Invalid identification/.test(error.message) ? 'DEST_108' : 'DEST_101'
}

function credentialsOf({ user, kind, secret = '' }: Login): ConnectConfig {
  if (kind === 'key') return { username: user, privateKey: secret, authHandler: ['publickey'] }
  return { username: user, password: secret, tryKeyboard: true, authHandler: ['password', 'keyboard-interactive'] }
}
