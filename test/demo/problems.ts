import { type Code, codeOf, type ErrorParams, isAppError } from '#shared/errors/index.ts'
import { dictionaries } from '#shared/i18n/index.ts'

/** What the demo itself can find wrong; everything else comes with the app's own code. */
const problems = {
  DEMO_COPY_INCOMPLETE: 'A cópia deixou itens de fora. O que foi copiado está guardado.',
  DEMO_DESK_IDLE: 'A recepção não gravou nada durante a cópia: a demonstração não provou o que devia.',
  DEMO_NOT_FOUND: 'O item procurado não apareceu na busca das cópias.',
  DEMO_BYTES_DIFFER: 'O que foi recuperado não é igual ao original, byte a byte.',
  DEMO_DATABASE_TORN: 'O banco copiado não fecha: as contagens que deviam ser iguais são diferentes.',
  DEMO_CHECK_FOUND: 'A conferência achou problemas no cofre.',
  DEMO_RESTIC_MISSING: 'O restic não está nesta máquina, então ninguém de fora conferiu o cofre.',
  DEMO_RESTIC_FAILED: 'O restic não concordou com o cofre.',
} as const
export type ProblemCode = keyof typeof problems

/** Something the demo found wrong. `detail` is for the technician; everyone in the demo clinic is invented, so it may name files. */
export class DemoProblem extends Error {
  override readonly name = 'DemoProblem'
  readonly code: ProblemCode
  readonly detail: string

  constructor(code: ProblemCode, detail = '') {
    super(`${code} ${detail}`.trim())
    this.code = code
    this.detail = detail
  }
}

export type ReportedError = {
  readonly code: Code | ProblemCode
  readonly params: ErrorParams
  readonly sentence: string
  readonly detail: string
}

/** Turns anything thrown into what the report says of it. */
export function describeError(error: unknown): ReportedError {
  if (error instanceof DemoProblem)
    return { code: error.code, params: {}, sentence: problems[error.code], detail: error.detail }
  const code = codeOf(error)
  const { safe, todo } = dictionaries['pt-BR'].errors[code]
  const params = isAppError(error) ? error.params : {}
  const fill = (text: string) => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))
  const detail = code === 'APP_000' && error instanceof Error ? (error.stack ?? error.message) : ''
  return { code, params, sentence: `${fill(safe)} ${fill(todo)}`, detail }
}
