import type { AuditExtra, AuditRow } from '../domain/index.ts'
import { formatCount, type Language } from '../units/index.ts'
import { dictionaries } from './dictionaries.ts'
import { fill } from './fill.ts'

/** One line of the register as a sentence. `documentName` stands for its document, where it was resolved and may be shown. */
export function historySentence(
  { type, extra }: Pick<AuditRow, 'type' | 'extra'>,
  language: Language,
  documentName?: string,
): string {
  const words = dictionaries[language].history
  const { elapsedMs } = extra
  const values = {
    ...valuesOf(extra, language),
    ...(typeof elapsedMs === 'number' && { minutes: formatCount(Math.ceil(elapsedMs / 60_000), language) }),
    ...{ type, document: documentName ?? words.list.document },
  }
  const asked = /^(call|begun|cli)\.(.+)$/.exec(type)
  if (!asked) return fill(isKeyOf(words.types, type) ? words.types[type] : words.otherType, values)
  const [, way, call = ''] = asked
  const act = way === 'cli' ? commandOf(call, extra, words) : actOf(call, { ...values, call }, words)
  const outcome = way === 'begun' ? 'begun' : isKeyOf(words.outcome, String(extra.outcome)) ? extra.outcome : 'done'
  const sentence = fill(words.outcome[outcome as keyof typeof words.outcome], { act })
  return `${sentence.charAt(0).toLocaleUpperCase(language)}${sentence.slice(1)}`
}

type Words = (typeof dictionaries)[Language]['history']

function actOf(call: string, values: Record<string, string>, { calls, papers }: Words): string {
  const { paper = '' } = values
  const paperName = isKeyOf(papers, paper) ? papers[paper] : paper
  return fill(isKeyOf(calls, call) ? calls[call] : calls.other, { ...values, paperName })
}

/** Who sat at the command line is known by the name that the computer has for them. */
function commandOf(call: string, { user }: AuditExtra, { commands }: Words): string {
  const act = fill(isKeyOf(commands, call) && call !== 'line' ? commands[call] : commands.other, { call })
  return fill(commands.line, { user: String(user ?? ''), act })
}

const valuesOf = (extra: AuditExtra, language: Language): Record<string, string> =>
  Object.fromEntries(
    Object.entries(extra).map(([name, value]) => [
      name,
      typeof value === 'number' ? formatCount(value, language) : String(value ?? ''),
    ]),
  )

const isKeyOf = <T extends object>(words: T, key: string): key is Extract<keyof T, string> => Object.hasOwn(words, key)
