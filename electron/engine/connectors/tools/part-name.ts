/** The name of a database as the name of a file that every system can store. Of a path only its end is taken. */
export function partName(database: string, ending: string): string {
  const end = database.split(/[\\/]/).findLast((name) => name !== '') ?? ''
  const plain = end.replace(/[^\p{L}\p{N} ._-]/gu, '_').replace(/^[ .]+|[ .]+$/g, '')
  return `${plain.slice(0, 100) || 'banco'}${ending}`
}
