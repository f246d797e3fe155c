/** The words of a kit as somebody types them: numbers, commas and line breaks between them do not count. */
export const typedWords = (text: string): string[] =>
  text
    .replace(/[\d.,;:()-]+/gu, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '')
