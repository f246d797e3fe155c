/** Puts values into the blanks of a sentence (`{{name}}`), where no i18n library is at hand: in main and in the engine. */
export const fill = (sentence: string, values: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{\{(\w+)\}\}/g, (blank, name: string) => values[name] ?? blank)
