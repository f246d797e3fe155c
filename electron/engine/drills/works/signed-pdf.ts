import { createHash } from 'node:crypto'

/** `matching`: the sum in the signature is the sum of the bytes it covers. `unreadable`: signed, in a way we do not read. */
export type SignatureState = 'none' | 'matching' | 'different' | 'unreadable'

/** DER of the attribute messageDigest, 1.2.840.113549.1.9.4 (RFC 5652, 11.2). */
const MESSAGE_DIGEST = Buffer.from('06092a864886f70d010904', 'hex')
const BY_LENGTH: Readonly<Record<number, string>> = { 20: 'sha1', 32: 'sha256', 48: 'sha384', 64: 'sha512' }
const RANGE = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g

/**
 * Whether the bytes a PDF's signatures cover are those that were signed (ISO 32000-1, 12.8.1). Says nothing of whose signature it is or
 * whether a certificate still holds: that is asked elsewhere, with the file that came back.
 */
export function judgeSignature(bytes: Buffer): SignatureState {
  const ranges = [...bytes.toString('latin1').matchAll(RANGE)].map(([, ...parts]) => parts.map(Number))
  if (ranges.length === 0) return 'none'
  const states = ranges.map((range) => judgeRange(bytes, range))
  return states.find((state) => state !== 'matching') ?? 'matching'
}

function judgeRange(bytes: Buffer, [first = 0, firstBytes = 0, second = 0, secondBytes = 0]: number[]): SignatureState {
  const [firstEnd, end] = [first + firstBytes, second + secondBytes]
  if (first !== 0 || second < firstEnd || end > bytes.length) return 'different'
  const signature = contentsOf(bytes.toString('latin1', firstEnd, second))
  const signed = signature && messageDigest(signature)
  const algorithm = signed && BY_LENGTH[signed.length]
  if (!algorithm) return 'unreadable'
  const sum = createHash(algorithm).update(bytes.subarray(0, firstEnd)).update(bytes.subarray(second, end)).digest()
  return sum.equals(signed) ? 'matching' : 'different'
}

/** The hexadecimal string between the two covered ranges. */
function contentsOf(gap: string): Buffer | undefined {
  const hex = /^\s*<([0-9A-Fa-f\s]*)>\s*$/.exec(gap)?.[1]?.replace(/\s+/g, '')
  return hex === undefined || hex.length === 0 ? undefined : Buffer.from(hex, 'hex')
}

/** The one value of the attribute: SET, OCTET STRING, bytes. */
function messageDigest(signature: Buffer): Buffer | undefined {
  const at = signature.indexOf(MESSAGE_DIGEST)
  if (at < 0) return undefined
  const set = at + MESSAGE_DIGEST.length
  if (signature[set] !== 0x31 || signature[set + 2] !== 0x04) return undefined
  const length = signature[set + 3] ?? 0
  const digest = signature.subarray(set + 4, set + 4 + length)
  return digest.length === length ? digest : undefined
}
