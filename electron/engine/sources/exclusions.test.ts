import { describe, expect, it } from 'vitest'
import { builtInExclusions, compileExclusions } from './exclusions.ts'

const excludes = (pattern: string, path: string, platform: 'posix' | 'win32' = 'posix') =>
  compileExclusions([pattern], platform)(path.split('/').map((name) => Buffer.from(name)))

describe('patterns of a person', () => {
  it.each([
    ['*.bak', 'home/ana/x.bak', true],
    ['*.bak', 'home/ana/x.bak.txt', false],
    ['*.bak', 'home/x.bak/y', false],
    ['cache', 'home/cache', true],
    ['cache', 'home/cache2', false],
    ['ana/cache', 'home/ana/cache', true],
    ['ana/cache', 'home/juliana/cache', false],
    ['/home/*.txt', 'home/a.txt', true],
    ['/home/*.txt', 'home/ana/a.txt', false],
    ['/home/**/*.txt', 'home/ana/b/a.txt', true],
    ['/home/**/*.txt', 'home/a.txt', true],
    ['/ana', 'home/ana', false],
    ['foto?.jpg', 'foto1.jpg', true],
    ['foto?.jpg', 'foto12.jpg', false],
    ['foto[0-3].jpg', 'foto2.jpg', true],
    ['foto[^0-3].jpg', 'foto2.jpg', false],
    ['a[*].txt', 'a*.txt', true],
    ['a\\*.txt', 'ab.txt', false],
    ['laudo (1).pdf', 'laudo (1).pdf', true],
    ['*.BAK', 'x.bak', false],
    ['linha*nova', 'linha\nnova', true],
    ['', 'a', false],
    ['/', 'a', false],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(excludes(pattern, path)).toBe(expected)
  })

  it('knows no case and both separators on Windows', () => {
    expect(excludes('*.BAK', 'C/Clinica/x.bak', 'win32')).toBe(true)
    expect(excludes('C:\\Clinica\\*.bak', 'c/clinica/x.bak', 'win32')).toBe(true)
    expect(excludes('C:\\Clinica\\*.bak', 'D/Clinica/x.bak', 'win32')).toBe(false)
  })
})

describe('what is never copied', () => {
  const isExcluded = (name: string) => compileExclusions()([Buffer.from('pasta'), Buffer.from(name)])

  it.each([
    'Thumbs.db',
    'thumbs.DB',
    '.DS_Store',
    '._foto.jpg',
    '$RECYCLE.BIN',
    'x.TMP',
    '~$laudo.docx',
    '.~lock.a.odt#',
    'a.crdownload',
    '.nfs000000012',
  ])('%s', (name) => expect(isExcluded(name)).toBe(true))

  it.each([
    'Thumbs.db.txt',
    'tmp',
    'contrato.lock',
    'agenda.ldb',
    'partitura',
    '~laudo.docx',
    'x.part.pdf',
    '.nfs',
    'desktop.ini.pdf',
  ])('%s is copied', (name) => expect(isExcluded(name)).toBe(false))

  it('has a reason for each', () => {
    for (const { pattern, reason } of builtInExclusions) expect(reason, pattern).not.toBe('')
  })
})
