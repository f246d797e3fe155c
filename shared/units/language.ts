/** The languages of the window. Portuguese is the source; English says the same. */
export type Language = 'pt-BR' | 'en'
export const languages = ['pt-BR', 'en'] as const satisfies readonly Language[]
