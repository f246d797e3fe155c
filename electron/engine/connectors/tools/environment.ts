/** What a tool needs of ours to run at all. Nothing else: a person's own PG… or MYSQL… settings must not change a copy. */
const PASSED_ON = [
  'PATH',
  'Path',
  'SystemRoot',
  'SYSTEMROOT',
  'windir',
  'TEMP',
  'TMP',
  'TMPDIR',
  'ProgramData',
  'COMSPEC',
]

/** The environment of a database tool: messages in English, whatever the computer speaks, because they are searched. */
export function toolEnvironment(added: Readonly<Record<string, string>> = {}): Record<string, string> {
  const env: Record<string, string> = { LC_ALL: 'C' }
  for (const name of PASSED_ON) {
    const value = process.env[name]
    if (value !== undefined) env[name] = value
  }
  return { ...env, ...added }
}
