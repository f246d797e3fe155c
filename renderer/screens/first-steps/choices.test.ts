import { describe, expect, it } from 'vitest'
import type { FolderFindings } from '#shared/domain/index.ts'
import { addFolder, type ChosenFolder, fingerprintOf, sourcesOf, switchDatabase } from './choices.ts'

const findings = (path: string, databases: string[] = []): FolderFindings => ({
  path,
  files: 10,
  bytes: 1000,
  isPartial: false,
  databases: databases.map((name) => ({ path: `${path}/${name}`, bytes: 500 })),
})
const chosen = (path: string, databases?: string[]): ChosenFolder => ({
  findings: findings(path, databases),
  databasesOff: new Set(),
})

describe('choosing folders', () => {
  it('protects nothing twice', () => {
    const folders = [chosen('/clinica')]
    expect(addFolder(folders, findings('/clinica/fotos'))).toEqual({ kind: 'already-inside', outer: '/clinica' })
    expect(addFolder(folders, findings('/clinica'))).toEqual({ kind: 'already-inside', outer: '/clinica' })
  })

  it('a folder takes the place of those inside it', () => {
    const added = addFolder([chosen('/clinica/fotos'), chosen('/outra')], findings('/clinica'))
    expect(added.kind).toBe('replaces-inner')
    expect(added.kind !== 'already-inside' && added.folders.map((f) => f.findings.path)).toEqual(['/outra', '/clinica'])
  })

  it('databases are sources of their own until switched off', () => {
    const folders = [chosen('/clinica', ['prontuario.db', 'agenda.db'])]
    expect(sourcesOf(folders).map(({ kind, label }) => [kind, label])).toEqual([
      ['folder', 'clinica'],
      ['sqlite', 'prontuario.db'],
      ['sqlite', 'agenda.db'],
    ])
    const off = switchDatabase(folders, '/clinica', '/clinica/agenda.db', false)
    expect(sourcesOf(off).map(({ label }) => label)).toEqual(['clinica', 'prontuario.db'])
    expect(sourcesOf(switchDatabase(off, '/clinica', '/clinica/agenda.db', true))).toHaveLength(3)
  })

  it('databases of servers stand after the folders', () => {
    const server = {
      kind: 'postgresql' as const,
      host: 'localhost',
      port: 5432,
      database: 'clinica',
      user: 'salvaguarda',
      secretRef: 'database:1',
    }
    const sources = sourcesOf([chosen('/clinica')], [{ label: 'Banco do sistema', server, beside: ['/conf'] }])
    expect(sources).toEqual([
      { kind: 'folder', path: '/clinica', label: 'clinica' },
      { kind: 'server', label: 'Banco do sistema', server, beside: ['/conf'] },
    ])
  })

  it('labels fit, also of names full of emoji', () => {
    for (const name of ['a'.repeat(250), '😀'.repeat(60)]) {
      const [source] = sourcesOf([chosen(`/x/${name}`)])
      expect(source?.label.length).toBeLessThanOrEqual(80)
      expect(source?.label.length).toBeGreaterThan(0)
    }
  })

  it('other choices ask for another kit', () => {
    const sources = sourcesOf([chosen('/clinica')])
    expect(fingerprintOf('A', sources, '/hd')).toBe(fingerprintOf('A', sourcesOf([chosen('/clinica')]), '/hd'))
    expect(fingerprintOf('A', sources, '/hd')).not.toBe(fingerprintOf('B', sources, '/hd'))
    expect(fingerprintOf('A', sources, '/hd')).not.toBe(fingerprintOf('A', sources, '/hd2'))
  })
})
