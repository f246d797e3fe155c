import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export type Received = {
  readonly from: string
  readonly to: string[]
  readonly text: string
  readonly isSecure: boolean
}
export type MailServer = {
  readonly port: number
  readonly received: Received[]
  /** Every user and password that was tried, and whether the line was encrypted. */
  readonly logins: { user: string | undefined; password: string | null | undefined; isSecure: boolean }[]
  close(): Promise<void>
}

export const USER = 'avisos@clinica.example'
export const PASSWORD = 'senha do correio 7!'

/** A key and a certificate for this machine, made now: none of the kind lies in the repository. */
export function makeCertificate(): { key: string; cert: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'certificado é '))
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name)) as [string, string]
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost']
  execFileSync('openssl', [...args, '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  })
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  rmSync(folder, { recursive: true })
  return made
}

/** A real mail server on this machine that keeps what it gets. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: Received[] = []
  const logins: MailServer['logins'] = []
  const server = new SMTPServer({
    onAuth: ({ username, password }, session, done) => {
      logins.push({ user: username, password, isSecure: session.secure })
      if (username === USER && password === PASSWORD) done(null, { user: username })
      else done(new Error('wrong'))
    },
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('nobody') ? Object.assign(new Error('no such box'), { responseCode: 550 }) : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
          isSecure: session.secure,
        })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    logins,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** A message as a person reads it: the transfer encoding undone. */
export function readable(raw: string): { subject: string; text: string; id: string } {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const header = (name: string) =>
    new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(head)?.[1]?.replace(/\r\n[ \t]/g, ' ') ?? ''
  const quoted = (text: string) =>
    Buffer.from(
      text
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    ).toString()
  const body = rest.join('\r\n\r\n')
  const encoding = header('Content-Transfer-Encoding')
  const word = (text: string) =>
    text
      .replace(/\?=\s+=\?/g, '?==?')
      .replace(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_all, q: string) => quoted(q.replaceAll('_', ' ')))
      .replace(/=\?UTF-8\?B\?(.*?)\?=/gi, (_all, b: string) => Buffer.from(b, 'base64').toString())
  return {
    subject: word(header('Subject')),
    id: header('Message-ID'),
    text: encoding === 'base64' ? Buffer.from(body, 'base64').toString() : encoding === '7bit' ? body : quoted(body),
  }
}
