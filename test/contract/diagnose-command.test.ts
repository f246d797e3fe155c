import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { runCli } from '../cli.ts'
import { memoryHost, runEngine, setUpClinic } from '../engine-client.ts'

// The technician's packet from the command line: what the window's has, nobody's name, shown before it is written.

it('the packet of the command line has what helps and no name; a preview writes nothing; the vault makes its signs the clinic’s', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'diagnóstico é '))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const at = (...names: string[]) => path.join(root, ...names)
  for (const name of ['Prontuários', 'HD externo', 'pacote', 'logs']) await mkdir(at(name))
  await writeFile(at('Prontuários', 'laudo de Ana Souza.pdf'), 'x')
  const running = await runEngine({ dataFolder: at('dados'), host: memoryHost() })
  const { kitWords } = await setUpClinic(running.client, {
    clinicName: 'Clínica Boa Vista',
    sources: [{ kind: 'folder', path: at('Prontuários'), label: 'Prontuários de Ana Souza' }],
    destinationPath: at('HD externo'),
  })
  await running.engine.idle()
  await running.client.registerFirst({ name: 'Dra. Marina', title: 'owner', secret: 'montanha 2' })
  const { diagnosis } = await running.client.makeDiagnosis({ language: 'pt-BR', shell: [] })
  await running.close()
  await writeFile(
    at('logs', 'salvaguarda.log'),
    '{"at":"2026-11-22T12:00:00Z","level":"warn","event":"job.failed","code":"DEST_101","file":"laudo de Ana Souza.pdf"}\n',
  )
  const cli = (...args: string[]) =>
    runCli(['diagnose', '--lang', 'pt-BR', ...args], {
      dataFolder: at('dados'),
      cwd: root,
      password: kitWords.join(' '),
    })

  const preview = await cli('--preview')
  expect(preview).toMatchObject({ exitCode: 0, stderr: '' })
  for (const name of ['Ana', 'Souza', 'Boa Vista', 'Marina', 'HD externo', 'laudo', 'Prontuários de', root])
    expect(preview.stdout, name).not.toContain(name)
  expect(preview.stdout).toContain('"event":"job.failed"')
  expect(preview.stdout).toContain('"kind":"copy-finished"')
  expect(preview.stdout).toContain('"manager":1')
  expect(await readdir(at('pacote'))).toEqual([])

  const written = await cli(
    '--target',
    'pacote',
    '--without',
    'lines',
    '--vault',
    at('HD externo', 'Salvaguarda', 'cofre'),
  )
  expect(written).toMatchObject({ exitCode: 0, stderr: '' })
  const [name = ''] = await readdir(at('pacote'))
  const text = await readFile(at('pacote', name), 'utf8')
  expect(text).not.toContain('=== lines')
  // The same name has the same sign as in the packet of the window.
  const label = /"label":"(#[0-9a-f]{6})"/.exec(diagnosis.parts.find(({ part }) => part === 'settings')?.text ?? '')
  expect(text).toContain(label?.[0] ?? 'no sign')
  expect(preview.stdout).not.toContain(label?.[0] ?? 'no sign')

  expect((await cli('--without', 'nada')).exitCode).not.toBe(0)
}, 120_000)
