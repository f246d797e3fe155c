import { readFileSync } from 'node:fs'
import { memoryHost, runEngine } from '../engine-client.ts'

/** The engine in a process of its own, which is in the midst of a drill and lives until somebody kills it. Prints the drill so far. */
const [dataFolder = '', secretsFile = ''] = process.argv.slice(2)
const host = memoryHost()
const secrets: [string, string][] = JSON.parse(readFileSync(secretsFile, 'utf8'))
for (const [account, secret] of secrets) host.secrets.set(account, secret)
const { client } = await runEngine({ dataFolder, host })
const { record } = await client.beginDrill({ kind: 'no-internet', leader: 'Marina', participants: [] })
const asked = { drillId: record.id, stepId: 'unplug-internet' as const }
const { elapsedMs } = await client.endDrillStep({ ...asked, ticked: 2, note: '' })
process.stdout.write(`${JSON.stringify({ drillId: record.id, elapsedMs })}\n`)
// What is killed is killed at work.
for (;;) await client.runDrillStep({ ...asked, stepId: 'bring-file' }).catch(() => undefined)
