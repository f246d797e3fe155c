import { diagnosisMail } from '#shared/diagnosis/index.ts'
import { type NoticeSettings, type Role, roleSchema } from '#shared/domain/index.ts'
import { type Code, fail } from '#shared/errors/index.ts'
import { emailWords, trialWords } from '#shared/i18n/index.ts'
import type { Channels } from './channels.ts'

const PATIENCE_MS = 20_000

export type EmailParts = {
  /** Asks the keychain each time: the password is kept nowhere else. Null when there is none. */
  readonly password: () => Promise<string | null>
  readonly patienceMs?: number
  /** Certificate to trust besides the system's, as PEM: a clinic's own mail server, a test's. */
  readonly trustedCertificate?: string
}

type MailServer = NonNullable<NoticeSettings['mailServer']>
type Mail = {
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly id: string
  readonly attachment?: { readonly name: string; readonly text: string }
}

/** Sends notices to the addresses of those whose turn it is. */
export function emailChannel(parts: EmailParts): Channels['email'] {
  return {
    async tell({ notice, clinicName, deliveryId, nowMs }, settings, signal) {
      const to = addressesOf(settings, notice.audience)
      if (!settings.mailServer || to.length === 0) return
      const words = emailWords(notice, clinicName, nowMs, settings.language)
      await send(parts, settings.mailServer, { ...words, to, id: deliveryId }, signal)
    },
    async trial(clinicName, deliveryId, settings, signal) {
      const to = addressesOf(settings, roleSchema.options)
      if (!settings.mailServer || to.length === 0) fail('NOTE_103')
      const words = trialWords(clinicName, settings.language)
      await send(parts, settings.mailServer, { ...words, to, id: deliveryId }, signal)
    },
  }
}

/** Sends what a technician needs, attached as one text, because somebody asked for it. Throws NOTE_101 to NOTE_103, NOTE_105. */
export async function sendPacket(
  parts: EmailParts,
  { mailServer }: Pick<NoticeSettings, 'mailServer'>,
  packet: {
    readonly to: readonly string[]
    readonly clinicName: string
    readonly id: string
    readonly language: NoticeSettings['language']
    readonly name: string
    readonly text: string
  },
  signal: AbortSignal,
): Promise<void> {
  if (mailServer === null) fail('NOTE_103')
  const { to, id, name, text } = packet
  const words = diagnosisMail(packet.clinicName, packet.language)
  await send(parts, mailServer, { ...words, to, id, attachment: { name, text } }, signal)
}

const addressesOf = ({ emails }: NoticeSettings, roles: readonly Role[]): string[] => [
  ...new Set(roles.flatMap((role) => emails[role])),
]

async function send(parts: EmailParts, server: MailServer, mail: Mail, signal: AbortSignal): Promise<void> {
  const { password, patienceMs = PATIENCE_MS, trustedCertificate } = parts
  // Read only where mail is sent: it holds 10 MB and more.
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    // SECURITY: a server that offers no encryption gets neither the password nor the message.
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    ...(await login(server, password)),
    tls: { minVersion: 'TLSv1.2', ...(trustedCertificate === undefined ? {} : { ca: trustedCertificate }) },
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    // SECURITY: a message is the text given here, never a file or an address somebody got into it.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const stop = () => transport.close()
  signal.addEventListener('abort', stop, { once: true })
  try {
    await transport.sendMail({
      from: { name: 'Salvaguarda', address: server.from },
      to: [...mail.to],
      subject: mail.subject,
      text: mail.text,
      ...(mail.attachment && {
        attachments: [
          { filename: mail.attachment.name, content: mail.attachment.text, contentType: 'text/plain; charset=utf-8' },
        ],
      }),
      messageId: `<${mail.id}@${server.from.split('@')[1] ?? 'salvaguarda'}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  } catch (error) {
    if (signal.aborted) throw signal.reason
    fail(codeOf(error), {}, { cause: error })
  } finally {
    signal.removeEventListener('abort', stop)
    transport.close()
  }
}

async function login({ user, security }: MailServer, password: EmailParts['password']) {
  // SECURITY: no password ever goes over a line that others can read.
  if (user === '' || security === 'none') return {}
  const pass = await password()
  if (pass === null) fail('NOTE_102')
  return { auth: { user, pass } }
}

/** What a person can do about it. The server's own words stay out: they quote addresses. */
function codeOf(error: unknown): Code {
  const { code, originalCode = '' } = error as { code?: string; originalCode?: string }
  if (code === 'EAUTH') return 'NOTE_102'
  if (code === 'EENVELOPE' || code === 'EMESSAGE' || code === 'ESTREAM') return 'NOTE_103'
  if (code === 'ETLS' || /CERT|SIGN|SSL|TLS|EPROTO/.test(originalCode)) return 'NOTE_105'
  return 'NOTE_101'
}
