import { createServer, type Server } from 'node:net'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { type EmailParts, emailChannel, type Message } from '#engine/notices/index.ts'
import { type Notice, type NoticeSettings, noticeSettingsSchema } from '#shared/domain/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { type MailServer, makeCertificate, PASSWORD, readable, startMailServer, USER } from './mail-server.ts'

// The e-mail channel against a real mail server: who gets what, and that no password goes over an open line.

let certificate: { key: string; cert: string }
beforeAll(() => {
  certificate = makeCertificate()
})
const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
async function mailServer(options: Parameters<typeof startMailServer>[0]): Promise<MailServer> {
  const server = await startMailServer(options)
  open.push(server)
  return server
}

type Server_ = NonNullable<NoticeSettings['mailServer']>
const settingsFor = (port: number, change: Partial<Server_> = {}, technician = 'ti@example.org'): NoticeSettings =>
  noticeSettingsSchema.parse({
    emails: { reception: [], manager: ['ana@clinica.example', 'ana@clinica.example'], technician: [technician] },
    mailServer: { host: 'localhost', port, security: 'tls', user: USER, from: USER, ...change },
  })
const notice: Notice = {
  subject: 'copies-late',
  tone: 'needs-you',
  action: 'copy-now',
  code: 'DEST_101',
  level: 'everyone',
  audience: ['reception', 'manager', 'technician'],
  sinceMs: Date.now() - 96 * 3_600_000,
  untilMs: null,
  snooze: { by: 'Marina', reason: 'ligar para Conceição', untilMs: 0 },
}
const message: Message = {
  notice,
  clinicName: 'Clínica São João',
  deliveryId: 'a1.copies-late.2026-11-21',
  nowMs: Date.now(),
}
const tell = (settings: NoticeSettings, parts: Partial<EmailParts> = {}) =>
  emailChannel({
    password: async () => PASSWORD,
    trustedCertificate: certificate.cert,
    patienceMs: 30_000,
    ...parts,
  }).tell(message, settings, AbortSignal.timeout(60_000))
const codeFrom = (work: Promise<void>) => work.then(() => 'sent', codeOf)

it.each(['tls', 'starttls'] as const)(
  '%s: those who are asked get it once, over an encrypted line',
  async (security) => {
    const server = await mailServer({ ...certificate, secure: security === 'tls' })
    await tell(settingsFor(server.port, { security }))
    const [mail, ...more] = server.received
    expect(more).toEqual([])
    expect(mail).toMatchObject({ from: USER, to: ['ana@clinica.example', 'ti@example.org'], isSecure: true })
    const { subject, text, id } = readable(mail?.text ?? '')
    expect(subject).toMatch(/^Clínica São João: Nada novo é guardado desde .+, \d+h/)
    expect(text).toContain('O que já foi guardado continua guardado.')
    expect(text).toContain('Todos: faça uma cópia agora')
    expect(text).toContain('DEST_101')
    expect(id).toBe('<a1.copies-late.2026-11-21@clinica.example>')
    // Why somebody put it off is said at the counter, where a patient may have been named.
    expect(text).not.toMatch(/Marina|Conceição/)
    expect(server.logins).toEqual([{ user: USER, password: PASSWORD, isSecure: true }])
  },
)

it('a server that offers no encryption gets neither the password nor the message', async () => {
  const server = await mailServer({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true })
  expect(await codeFrom(tell(settingsFor(server.port, { security: 'starttls' })))).toBe('NOTE_105')
  expect(server).toMatchObject({ received: [], logins: [] })
})

it('on a line that is meant to be open, the message goes without a password', async () => {
  const server = await mailServer({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true, authOptional: true })
  await tell(settingsFor(server.port, { security: 'none' }))
  expect(server.received).toHaveLength(1)
  expect(server.logins).toEqual([])
})

it('a certificate that nobody vouches for ends it before the password', async () => {
  const server = await mailServer({ ...certificate, secure: true })
  const other = makeCertificate().cert
  expect(await codeFrom(tell(settingsFor(server.port), { trustedCertificate: other }))).toBe('NOTE_105')
  expect(server.logins).toEqual([])
})

it('a wrong password, none at all, and an address that does not exist are told apart', async () => {
  const server = await mailServer({ ...certificate, secure: true })
  expect(await codeFrom(tell(settingsFor(server.port), { password: async () => 'outra' }))).toBe('NOTE_102')
  expect(await codeFrom(tell(settingsFor(server.port), { password: async () => null }))).toBe('NOTE_102')
  const wrong = settingsFor(server.port, {}, 'nobody@example.org')
  expect(await codeFrom(tell({ ...wrong, emails: { ...wrong.emails, manager: [] } }))).toBe('NOTE_103')
})

it('a server that is not there, or says nothing at all, is given up', async () => {
  const silent: Server = createServer(() => {})
  const port = await new Promise<number>((resolve) =>
    silent.listen(0, '127.0.0.1', () => resolve((silent.address() as { port: number }).port)),
  )
  open.push(silent)
  expect(await codeFrom(tell(settingsFor(port, { security: 'starttls' }), { patienceMs: 300 }))).toBe('NOTE_101')
  await new Promise((resolve) => silent.close(resolve))
  expect(await codeFrom(tell(settingsFor(port)))).toBe('NOTE_101')
})
