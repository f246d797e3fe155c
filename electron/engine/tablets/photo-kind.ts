/** What may come from a tablet. */
export type PhotoKind = 'jpg' | 'png' | 'webp' | 'heic' | 'pdf'

const SIGNATURES: readonly { readonly kind: PhotoKind; readonly at: number; readonly text: string }[] = [
  { kind: 'jpg', at: 0, text: '\xff\xd8\xff' },
  { kind: 'png', at: 0, text: '\x89PNG\r\n\x1a\n' },
  { kind: 'webp', at: 8, text: 'WEBPVP8' },
  { kind: 'pdf', at: 0, text: '%PDF-' },
  // The brands of a still picture; those of films (qt, isom, mp42) begin the same way.
  ...['heic', 'heix', 'mif1', 'msf1'].map((brand) => ({ kind: 'heic' as const, at: 4, text: `ftyp${brand}` })),
]

/** So many bytes tell what a file is. */
export const SIGNATURE_BYTES = 16

/** What a file is by its first bytes, whatever it is called; undefined for anything that is no photo and no PDF. */
export function photoKindOf(head: Uint8Array): PhotoKind | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, SIGNATURE_BYTES)).toString('latin1')
  return SIGNATURES.find((signature) => text.startsWith(signature.text, signature.at))?.kind
}
