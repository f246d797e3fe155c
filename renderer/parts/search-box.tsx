import { TextInput } from '@mantine/core'
import { SearchIcon } from './icons/index.ts'

type SearchBoxProps = { label: string; hint: string; text: string; onText: (text: string) => void }

/** The one big field in which somebody looks for a thing while typing. */
export function SearchBox({ label, hint, text, onText }: SearchBoxProps) {
  return (
    <TextInput
      type="search"
      size="xl"
      label={label}
      description={hint}
      leftSection={<SearchIcon />}
      value={text}
      onChange={(event) => onText(event.currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      data-autofocus
    />
  )
}
