import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { helpText } from './help.ts'
import { commandNames } from './index.ts'

it('names every command in the help, in both languages, and in the technician’s manual', async () => {
  const manual = await readFile(new URL('../../../docs/manual/tecnico.md', import.meta.url), 'utf8')
  for (const command of commandNames) {
    expect(manual).toContain(`npm run cli -- ${command}`)
    for (const language of ['pt-BR', 'en'] as const) {
      expect(helpText(language, undefined)).toContain(`  ${command} `)
      expect(helpText(language, command)).toContain('--vault')
    }
  }
})
