import { readdirSync, readFileSync } from 'node:fs'
import type { RecoveryWish } from '#shared/contracts/index.ts'
import { memoryHost, runEngine } from '../../engine-client.ts'

/**
 * The engine in a process of its own, which begins the recovery it is told and is killed, without warning, once so many files are there. It
 * counts them itself: whoever counted from outside would come too late on a busy computer.
 */
const [dataFolder = '', orderFile = '', watched = '', files = ''] = process.argv.slice(2)
const order: { secrets: [string, string][]; wish: RecoveryWish } = JSON.parse(readFileSync(orderFile, 'utf8'))
const host = memoryHost()
for (const [account, secret] of order.secrets) host.secrets.set(account, secret)
const { client } = await runEngine({ dataFolder, host })
setInterval(() => {
  if (readdirSync(watched).length >= Number(files)) process.kill(process.pid, 'SIGKILL')
}, 1)
await client.startRecovery(order.wish)
