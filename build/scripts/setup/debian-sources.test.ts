import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { debianSource } from './debian-sources.mjs'

let etc: string
beforeEach(() => {
  etc = mkdtempSync(join(tmpdir(), 'apt é '))
  mkdirSync(join(etc, 'sources.list.d'))
})
afterEach(() => rmSync(etc, { recursive: true, force: true }))

const write = (name: string, text: string) => writeFileSync(join(etc, name), text)

it("takes Debian's own archive from a deb822 file, not a third party's or a disabled one", () => {
  write('sources.list.d/a.list', 'deb https://packages.example.org/other stable main\n')
  write(
    'sources.list.d/debian.sources',
    [
      'Enabled: no\nTypes: deb\nURIs: https://off.example.org/debian\nSuites: x\nSigned-By: /k0',
      '# comment\nTypes: deb deb-src\nURIs: https://mirror.example.org/debian\n https://second.example.org/debian\nSuites: trixie\nComponents: main\nSigned-By: /k1',
      'Types: deb\nURIs: https://mirror.example.org/debian-security\nSuites: s\nSigned-By: /k2\n',
    ].join('\n\n'),
  )
  expect(debianSource(etc)).toEqual({ uri: 'https://mirror.example.org/debian', signedBy: '/k1' })
})

it('reads the one-line format with options', () => {
  write('sources.list', '# deb x\ndeb [arch=amd64 signed-by=/k3] http://mirror.example.org/debian/ bookworm main\n')
  expect(debianSource(etc)).toEqual({ uri: 'http://mirror.example.org/debian/', signedBy: '/k3' })
})

it('finds none on a machine that is not Debian', () => {
  write('sources.list', 'deb http://archive.example.org/ubuntu noble main\n')
  expect(debianSource(etc)).toBeNull()
})
