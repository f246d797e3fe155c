/** `npm run demo`: plays a clinic's first day with Salvaguarda on the real engine and says how it went. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { presets } from '../fixtures/clinic/index.ts'
import { keychainHost } from './keychain-host.ts'
import { progressBar } from './progress-bar.ts'
import { reportText } from './report.ts'
import { runDemo } from './run-demo.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
const usage = `npm run demo -- [opções]
  --headless        termina depois do relatório, sem abrir o app
  --json            imprime o relatório como um objeto JSON
  --seed N          outra clínica, sempre a mesma para o mesmo número (7)
  --preset NOME     tamanho da clínica: ${Object.keys(presets).join(', ')} (demo)
  --folder PASTA    onde montar tudo; é esvaziada antes (.cache/demo/N)
  --no-keychain     não usa o chaveiro do sistema`

function readArguments() {
  const { values } = parseArgs({
    options: {
      headless: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      seed: { type: 'string', default: '7' },
      preset: { type: 'string', default: 'demo' },
      folder: { type: 'string' },
      'no-keychain': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const seed = Number(values.seed)
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`--seed ${values.seed}: precisa ser um número inteiro`)
  if (!Object.hasOwn(presets, values.preset)) throw new RangeError(`--preset ${values.preset}: não existe`)
  const folder = path.resolve(values.folder ?? path.join(ROOT, '.cache', 'demo', String(seed)))
  return { ...values, seed, preset: values.preset as keyof typeof presets, folder }
}

async function main(): Promise<number> {
  const args = readArguments()
  if (args.help) {
    process.stdout.write(`${usage}\n`)
    return 0
  }
  const launchFile = process.env.SALVAGUARDA_LAUNCH_FILE ?? path.join(ROOT, '.cache', 'demo', 'launch.json')
  rmSync(launchFile, { force: true })
  // Only a window will ever need the key again. Without one the person's own keychain is left alone; a throw-away one may be used.
  const mayUseKeychain =
    !args['no-keychain'] && (!args.headless || process.env.SALVAGUARDA_BUS_WITHOUT_KEYRING !== undefined)
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string }
  const bar = progressBar()
  const report = await runDemo({
    folder: args.folder,
    seed: args.seed,
    preset: args.preset,
    host: mayUseKeychain ? keychainHost() : undefined,
    version,
    watcher: bar,
  })
  bar.end()
  process.stdout.write(args.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report))
  if (!report.ok) return 1
  mkdirSync(path.dirname(launchFile), { recursive: true })
  writeFileSync(launchFile, `${JSON.stringify({ userData: report.places.userData })}\n`)
  return 0
}

try {
  process.exitCode = await main()
} catch (error) {
  // Nothing was begun: wrong arguments, or a folder that cannot be emptied or made.
  const message = error instanceof Error ? error.message : String(error)
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ ok: false, message, steps: [] })}\n`)
  process.stderr.write(`${message}\n${usage}\n`)
  process.exitCode = 1
}
