import { createHash, X509Certificate } from 'node:crypto'
import { z } from 'zod'

export const certificateSchema = z.object({ key: z.string(), certificate: z.string() })
/** Private key and certificate, both PEM. */
export type PageCertificate = z.infer<typeof certificateSchema>

/** The longest that browsers on phones take from anybody. */
const VALID_DAYS = 820
const DAY_MS = 86_400_000
/** Clocks of tablets may be behind. */
const EARLIER_MS = DAY_MS

/** A certificate for this computer's page, which nobody but the clinic vouches for: its fingerprint is in the QR code. */
export async function makeCertificate(nowMs: number): Promise<PageCertificate> {
  // Read only where there are tablets: it holds 10 MB and more.
  const { generate } = await import('selfsigned')
  const { private: key, cert: certificate } = await generate([{ name: 'commonName', value: 'Salvaguarda' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs - EARLIER_MS),
    notAfterDate: new Date(nowMs + VALID_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'salvaguarda.local' }] },
    ],
  })
  return { key, certificate }
}

/** SHA-256 of the certificate as base64url, as the QR code holds it. */
export const pinOf = ({ certificate }: PageCertificate): string =>
  createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url')

/** The same in pairs of hex digits, as browsers show it. */
export const fingerprintOf = ({ certificate }: PageCertificate): string =>
  new X509Certificate(certificate).fingerprint256

/** False from a month before its end. */
export const isFresh = ({ certificate }: PageCertificate, nowMs: number): boolean =>
  new X509Certificate(certificate).validToDate.getTime() - nowMs > 30 * DAY_MS
