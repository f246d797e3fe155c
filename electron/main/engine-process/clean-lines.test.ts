import { expect, test } from 'vitest'
import { cleanLines } from './clean-lines.ts'

function kept(...texts: string[]): string[] {
  const lines: string[] = []
  const take = cleanLines((line) => lines.push(line))
  for (const text of texts) take(text)
  return lines
}

test('a crash report keeps the kind of error and the places in our code, and loses every name', () => {
  const report = `node:fs:573
  return binding.open(
                 ^

Error: ENOENT: no such file or directory, open '/clínica/Ana Souza.pdf'
    at Object.openSync (node:fs:573:18)
    at readPatient (file:///opt/salva%20guarda/out/main/engine.mjs:120:7)
    at C:\\Program Files\\Salvaguarda\\out\\main\\engine.mjs:9:1 {
  path: '/clínica/Ana Souza.pdf'
}
TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument is "Ana Souza"
    at Ana Souza (/clínica/Ana Souza/script.js:1:2)
`
  const lines = kept(report)
  expect(lines.join('\n')).not.toMatch(/Ana|Souza|clínica/)
  expect(lines).toContain('Error')
  expect(lines).toContain('    at engine.mjs:120:7')
  expect(lines).toContain('TypeError [ERR_INVALID_ARG_TYPE]')
})

test('the engine’s own lines stay as they are, also when they arrive in pieces', () => {
  const line = '{"at":"2026-01-02T03:04:05.000Z","level":"info","event":"engine.started","version":"0.1.0"}'
  expect(kept(line.slice(0, 30), `${line.slice(30)}\n{"level":`)).toEqual([line])
})

test('a line that only looks like one of ours is dropped', () => {
  expect(kept('{"path":"/clínica/Ana Souza.pdf"}\n{ not json\n')).toEqual([])
})
