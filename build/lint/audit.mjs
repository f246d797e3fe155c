// `node build/lint/audit.mjs`: prints what is wrong with the packages we ship, and asks the registry for known weaknesses of them.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { judgeProject, shippedNames } from './dependencies.mjs'
import { judgeAudit } from './npm-audit.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const breaches = judgeProject(root)
for (const breach of breaches) process.stdout.write(`${breach}\n`)
process.exitCode = breaches.length > 0 ? 1 : 0

// npm tells its scripts where it is; started by hand, this check has nobody to ask.
const npm = process.env.npm_execpath
const asked =
  npm &&
  spawnSync(process.execPath, [npm, 'audit', '--json', '--fetch-retries=0', '--fetch-timeout=10000'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 20_000,
  })
const { isWeak, sentence } = judgeAudit(asked?.stdout ?? '', shippedNames(root))
process.stdout.write(`${sentence}\n`)
if (isWeak) process.exitCode = 1
