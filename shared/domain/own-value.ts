/**
 * What a table holds under a name that came from a file, a database or a server.
 *
 * SECURITY: every object answers to 'constructor' and '__proto__'; here they are names like any other that is not in the table.
 */
export const ownValue = <T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
