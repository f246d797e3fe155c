// `node build/lint/check.mjs`: prints every breach of the house's rules; part of `npm run check`.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspectHouse } from './house.mjs'

const { breaches, files } = inspectHouse(join(dirname(fileURLToPath(import.meta.url)), '..', '..'))
for (const breach of breaches) process.stdout.write(`${breach}\n`)
// a check that looked at nothing has not passed
if (files === 0) process.stdout.write('no source file was found\n')
process.exitCode = breaches.length > 0 || files === 0 ? 1 : 0
