import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { keepYoungMemorySmall } from '#engine/kernel/index.ts'
import { memoryHost, runEngine, setUpClinic } from '../../engine-client.ts'

// The engine with everything that goes on by itself, in a process of its own, set up with a first copy unless the folder already is. Says when it is at rest, then does what it does until it is ended.
const [work = ''] = process.argv.slice(2)
const at = (...names: string[]) => path.join(work, ...names)
const say = (line: string) => void process.stdout.write(`${line}\n`)

keepYoungMemorySmall()
const host = memoryHost()
const secretsFile = at('segredos.json')
const isSetUp = existsSync(secretsFile)
if (isSetUp)
  for (const [account, secret] of JSON.parse(readFileSync(secretsFile, 'utf8')) as [string, string][])
    host.secrets.set(account, secret)
const { client, engine } = await runEngine({ dataFolder: at('dados'), host, isAutomatic: true })
if (!isSetUp) {
  await setUpClinic(client, {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Clínica'), label: 'Tudo' }],
    destinationPath: at('HD externo'),
  })
  await engine.idle()
  writeFileSync(secretsFile, JSON.stringify([...host.secrets]))
}
const coverage = async () => (await client.overview({})).freshness.items.every(({ isHeard }) => isHeard)
let isHeard = await coverage()
for (let seconds = 0; !isHeard && seconds < 300; seconds += 1) {
  await sleep(1000)
  isHeard = await coverage()
}
client.facts({ afterSeq: (await client.overview({})).seq }, (fact) => say(`fact ${fact.kind}`))
say(isHeard ? 'ready events' : 'ready looks')
