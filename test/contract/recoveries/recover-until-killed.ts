import { readFileSync } from 'node:fs'
import type { RecoveryWish } from '#shared/contracts/index.ts'
import { memoryHost, runEngine } from '../../engine-client.ts'

/** The engine in a process of its own, which begins the recovery it is told and lives until somebody kills it. Prints its number. */
const [dataFolder = '', orderFile = ''] = process.argv.slice(2)
const order: { secrets: [string, string][]; wish: RecoveryWish } = JSON.parse(readFileSync(orderFile, 'utf8'))
const host = memoryHost()
for (const [account, secret] of order.secrets) host.secrets.set(account, secret)
const { client } = await runEngine({ dataFolder, host })
const { recoveryId } = await client.startRecovery(order.wish)
process.stdout.write(`${recoveryId}\n`)
