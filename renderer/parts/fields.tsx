import { Textarea, type TextareaProps, TextInput, type TextInputProps } from '@mantine/core'
import { dayOf } from '#shared/domain/index.ts'

type Typed = { value: string; onText: (text: string) => void }
type LineProps = Omit<TextInputProps, 'value' | 'onChange' | 'size'> & Typed

/** One line that somebody writes. */
export function LineField({ onText, ...rest }: LineProps) {
  return <TextInput size="md" {...rest} onChange={(event) => onText(event.currentTarget.value)} />
}

/** A whole number: what is no digit is not taken. */
export function DigitsField({ onText, most, ...rest }: LineProps & { most: number }) {
  return (
    <LineField inputMode="numeric" {...rest} onText={(text) => onText(text.replaceAll(/\D/g, '').slice(0, most))} />
  )
}

/** A day that has been: "2026-01-25", or '' while it is none. */
export function PastDayField(props: LineProps) {
  return <LineField type="date" max={dayOf(Date.now())} {...props} />
}

/** Some sentences; the field grows with them. */
export function WordsField({ onText, ...rest }: Omit<TextareaProps, 'value' | 'onChange' | 'size'> & Typed) {
  return <Textarea size="md" autosize minRows={2} {...rest} onChange={(event) => onText(event.currentTarget.value)} />
}
