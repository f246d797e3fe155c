// Run as a process of its own: the system's keychain library takes its bus from the environment once. Prints what main answers.
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { hostContract } from '#shared/contracts/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import { connect, type Port, serve } from '#shared/wire/index.ts'
import { hostApi } from '../../../electron/main/host-api.ts'
import { openKeychain } from '../../../electron/main/keychain/index.ts'

const noDesktop = { show: async () => {}, withdraw() {}, showEngineStopped() {} }
const portOf = (port: MessagePort): Port => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on('message', listener),
  onClose: (listener) => port.on('close', listener),
  start: () => port.start(),
  close: () => port.close(),
})

const { port1, port2 } = new MessageChannel()
const keychain = openKeychain(Number(process.env.PATIENCE_MS))
serve(
  portOf(port1),
  hostContract,
  hostApi(
    keychain,
    noDesktop,
    async () => {},
    async () => {},
  ),
  () => {},
)
const host = connect(portOf(port2), hostContract)

/** The names of what this app keeps in the keychain, asked of it directly. */
const accounts = async () => {
  const { default: keytar } = await import('keytar')
  return (await keytar.findCredentials('Salvaguarda')).map(({ account }) => account)
}

const answers: unknown[] = []
const methods: Record<string, (input: never) => Promise<unknown>> = { ...host, accounts }
const requests = JSON.parse(process.argv[2] ?? '[]') as [string, never][]
for (const [method, input] of requests)
  answers.push(await methods[method]?.(input).catch((error) => (isAppError(error) ? error.code : 'not ours')))
process.stdout.write(JSON.stringify(answers), () => {
  // A keychain that has not answered holds a thread, and with it a normal end.
  process.kill(process.pid, 'SIGKILL')
})
