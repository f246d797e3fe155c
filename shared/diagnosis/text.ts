import { dictionaries, fill } from '../i18n/index.ts'
import { formatDate, type Language } from '../units/index.ts'
import { type Diagnosis, type DiagnosisPart, essentialParts } from './parts.ts'

/** What of a packet goes: all but what the person took out, and what nobody can help without. */
export const goingParts = ({ parts }: Diagnosis, without: readonly DiagnosisPart[]): Diagnosis['parts'] =>
  parts.filter(({ part }) => essentialParts.includes(part) || !without.includes(part))

/**
 * The packet as one text that opens anywhere: what it is in words, then each part under a line of its own (`=== app · … ===`) as JSON.
 * What is shown, what is saved and what is sent is this, byte for byte.
 */
export function diagnosisText(diagnosis: Diagnosis, without: readonly DiagnosisPart[], language: Language): string {
  const { text, parts } = dictionaries[language].technician
  const going = goingParts(diagnosis, without)
  const left = diagnosis.parts.filter((part) => !going.includes(part)).map(({ part }) => parts[part])
  const time = new Date(diagnosis.madeAtMs).toISOString().slice(11, 19)
  const when = `${formatDate(diagnosis.madeAtMs, language, 'UTC')} ${time}`
  const head = [
    text.title,
    fill(text.made, { when }),
    '',
    text.clean,
    ...(diagnosis.signs === 'none' ? [] : [text[diagnosis.signs]]),
    ...(left.length === 0 ? [] : [fill(text.left, { parts: left.join(', ') })]),
  ]
  return `${head.join('\n')}\n${going.map(({ part, text: body }) => `\n=== ${part} · ${parts[part]} ===\n${body}\n`).join('')}`
}

/** What the file is called: when it was made, and nothing of the clinic. */
export const diagnosisName = ({ madeAtMs }: Diagnosis): string =>
  `salvaguarda-${new Date(madeAtMs).toISOString().slice(0, 19).replaceAll(':', '-')}.txt`

/** What stands around it in an e-mail. */
export function diagnosisMail(clinic: string, language: Language): { readonly subject: string; readonly text: string } {
  const { subject, clean, mail } = dictionaries[language].technician.text
  return { subject: fill(subject, { clinic }), text: `${mail}\n\n${clean}\n` }
}
