import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bodyOf, diagnosisText, essentialParts } from '#shared/diagnosis/index.ts'
import { codeOf } from '#shared/errors/index.ts'
import { memoryHost, type RunningEngine, runEngine, setUpClinic } from '../engine-client.ts'
import { startMailServer } from './notices/mail-server.ts'

// What a technician gets, from the real engine: nothing of anybody in it, and what is sent is what was shown.

let root: string
let running: RunningEngine
const at = (...names: string[]) => path.join(root, ...names)
const host = memoryHost()
const shell = [bodyOf('app', { app: '0.1.0', platform: 'linux' })]
const make = () => running.client.makeDiagnosis({ language: 'pt-BR', shell })
const PATIENT = 'Ana Souza da Conceição'
/** Every name that was planted, and parts of each. */
const PLANTED = [
  'Ana Souza',
  'Conceição',
  'Clínica Boa Vista',
  'Boa Vista',
  'Prontuários',
  'laudo',
  'Dra. Marina',
  'clinica.example',
  'HD externo',
  'localhost',
  '.pdf',
]

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'salvaguarda técnico é '))
  for (const name of ['Prontuários', 'HD externo']) await mkdir(at(name))
  await writeFile(at('Prontuários', `laudo de ${PATIENT}.pdf`), 'x')
  running = await runEngine({ dataFolder: at('dados'), host })
})
afterEach(async () => {
  await running.close()
  await rm(root, { recursive: true, force: true })
})

const setUp = async () => {
  await setUpClinic(running.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Prontuários'), label: `Prontuários de ${PATIENT}` }],
    destinationPath: at('HD externo'),
  })
  await running.engine.idle()
}

it('before set-up there is a packet, too: the state, what main said, and signs for this packet', async () => {
  const { diagnosis } = await make()
  expect(diagnosis.signs).toBe('packet')
  const text = diagnosisText(diagnosis, [], 'pt-BR')
  expect(text).toContain('"kind":"fresh"')
  expect(text).toContain('"platform": "linux"')
})

it('no name of anybody is in it, whatever went wrong; the clinic learns what its signs stand for', async () => {
  await setUp()
  await running.client.registerFirst({ name: 'Dra. Marina', title: 'owner', secret: 'montanha 2' })
  await rm(at('HD externo'), { recursive: true })
  await running.client.copyNow({})
  await running.engine.idle()
  const { diagnosis } = await make()
  const text = diagnosisText(diagnosis, [], 'pt-BR')
  for (const name of [...PLANTED, root, ...host.secrets.values()]) expect(text, name).not.toContain(name)
  // What helps is there: which kind of work failed, with its code, at which place.
  expect(text).toMatch(/"kind":"job-failed".*"jobKind":"copy"/)
  expect(text).toContain('"place":{"kind":"local"')
  expect(diagnosis.signs).toBe('clinic')
  const settings = diagnosis.parts.find(({ part }) => part === 'settings')?.text ?? ''
  const sign = /"label":"(#[0-9a-f]{6})"/.exec(settings)?.[1] ?? ''
  const { found } = await running.client.whatIsSign({ sign })
  expect(found).toEqual([{ what: 'source', name: `Prontuários de ${PATIENT}` }])
})

it('what a window hands on as main’s is read anew: a name in it, or a part that is not main’s, goes no further', async () => {
  const handed = [
    { part: 'app' as const, text: JSON.stringify({ app: PATIENT }) },
    { part: 'facts' as const, text: JSON.stringify({ foreign: 1 }) },
    { part: 'lines' as const, text: `laudo de ${PATIENT}` },
  ]
  const { diagnosis } = await running.client.makeDiagnosis({ language: 'pt-BR', shell: handed })
  const text = diagnosisText(diagnosis, [], 'pt-BR')
  expect(text).not.toContain('Ana')
  expect(text).not.toContain('foreign')
  expect(text).not.toContain('=== app')
})

it('what is sent is what was shown, byte for byte, to the technician alone; the register says so', async () => {
  await setUp()
  const server = await startMailServer({ disabledCommands: ['STARTTLS'], authOptional: true })
  try {
    const { settings } = await running.client.noticeSettings({})
    const send = (packetId: string) => running.client.sendDiagnosis({ packetId, without: ['facts', 'state'] })
    const { packetId, diagnosis } = await make()
    expect(await send(packetId).then(() => 'sent', codeOf)).toBe('NOTE_103')
    await running.client.setNoticeSettings({
      settings: {
        ...settings,
        emails: { reception: ['balcao@clinica.example'], manager: [], technician: ['ti@clinica.example'] },
        mailServer: {
          host: 'localhost',
          port: server.port,
          security: 'none',
          user: '',
          from: 'avisos@clinica.example',
        },
      },
    })
    const { to, bytes, sha256 } = await send(packetId)
    const text = diagnosisText(diagnosis, ['facts', 'state'], 'pt-BR')
    expect(to).toEqual(['ti@clinica.example'])
    expect(server.received.map((mail) => mail.to)).toEqual([['ti@clinica.example']])
    const attached = /filename="?salvaguarda-[^\n]+\r\n(?:[A-Z][^\n]*\n)*\r\n([A-Za-z0-9+/=\r\n]+)/.exec(
      server.received[0]?.text ?? '',
    )
    expect(Buffer.from(attached?.[1] ?? '', 'base64').toString()).toBe(text)
    expect(bytes).toBe(Buffer.byteLength(text))
    expect(sha256).toBe(createHash('sha256').update(text).digest('hex'))
    // Taken out by the person; what nobody can help without goes all the same.
    expect(text).not.toContain('=== facts')
    for (const part of essentialParts.filter((each) => each !== 'app')) expect(text).toContain(`=== ${part} `)
    await running.client.diagnosisSaved({ packetId, without: [] })
    const { entries } = await running.client.auditEntries({ limit: 20 })
    const told = entries.filter(({ type }) => type === 'diagnosis-made')
    expect(told.map(({ extra }) => extra.how)).toEqual(['saved', 'sent'])
  } finally {
    await server.close()
  }
})
