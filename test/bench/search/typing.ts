import type { SearchRequest } from '#engine/catalog/index.ts'

/** What people type in the bench: right, begun, without accents, and with slips. */
const TYPED = [
  'conceição araújo laudo',
  'foto antes',
  'silveira',
  'pacientes',
  'receita 2019',
  'josefa albuquerque',
  'exame de sangue',
  'vasconcelos contrato',
  'raio-x 12345',
  'clinica pacientes foto',
  'thiago',
  'concieção arauju',
  'silvera foto',
  'guilerme laudo',
  'receta',
  'tyago cavalcante',
  'biatriz',
  'sebastiao gonsalves',
  'inexistente',
  'zuleica 2024 recibo',
]
const LIMIT = 200
const SHORTEST = 2

/** One question for each letter typed, as the window asks them; every third text also by category or date. */
export function questions(newestAtMs: number, dayMs: number): readonly SearchRequest[] {
  return TYPED.flatMap((typed, at) =>
    Array.from({ length: typed.length - SHORTEST + 1 }, (_, more) => ({
      text: typed.slice(0, SHORTEST + more),
      limit: LIMIT,
      ...(at % 3 === 1 && { category: 'image' as const }),
      ...(at % 3 === 2 && { seenFromMs: newestAtMs - 400 * dayMs, seenToMs: newestAtMs - 10 * dayMs }),
    })),
  )
}
