import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { missingIn, readPublisher, releaseArgs } from './publisher.mjs'

// What is packed for systems that we do not have here, as far as its text tells.

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const bytes = (name: string) => readFileSync(new URL(`./icons/${name}`, import.meta.url))

test('the icons of Windows and macOS hold every size that their systems ask for', () => {
  const ico = bytes('icon.ico')
  const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => ico.readUInt8(6 + 16 * index) || 256)
  expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256])
  const last = 6 + 16 * (sizes.length - 1)
  expect(ico.readUInt32LE(last + 12) + ico.readUInt32LE(last + 8)).toBe(ico.length)

  const icns = bytes('icon.icns')
  expect(icns.readUInt32BE(4)).toBe(icns.length)
  const names: string[] = []
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) names.push(icns.toString('latin1', at, at + 4))
  expect(names.sort()).toEqual(['ic07', 'ic08', 'ic09', 'ic10', 'ic11', 'ic12', 'ic13', 'ic14'])
})

describe('a package that is handed to people', () => {
  const spki = (kind: 'ed25519' | 'x25519') =>
    (kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')).publicKey
      .export({ type: 'spki', format: 'der' })
      .toString('base64')
  const updates = { url: 'https://clinica-segura.com.br/v/', keys: [spki('ed25519')] }
  const whole = { name: 'Ana', email: 'ana@clinica-segura.com.br', homepage: 'https://clinica-segura.com.br', updates }

  it('is not made before somebody has said who answers for it', () => {
    const nobody = { name: 'Salvaguarda', email: null, homepage: null, updates: null }
    expect(missingIn(nobody)).toEqual(['email', 'homepage (https)'])
    expect(() => releaseArgs(nobody)).toThrow(/email, homepage.*docs\/release\.md/)
    // Filled in or not yet: nothing but what is asked for.
    expect(Object.keys(readPublisher())).toEqual(Object.keys(nobody))
  })
  it.each([
    [{ email: 'pacotes@salvaguarda.invalid' }, 'email'],
    [{ email: 'ana' }, 'email'],
    [{ homepage: 'http://clinica-segura.com.br' }, 'homepage (https)'],
    [{ homepage: 'https://example.com' }, 'homepage (https)'],
    [{ updates: { ...updates, url: 'http://clinica-segura.com.br' } }, 'updates.url (https)'],
    [{ updates: { ...updates, keys: [] } }, 'updates.keys'],
    [{ updates: { ...updates, keys: ['nonsense'] } }, 'updates.keys'],
    [{ updates: { ...updates, keys: [spki('x25519')] } }, 'updates.keys'],
  ])('%j is not enough', (change, missing) => {
    expect(missingIn({ ...whole, ...change })).toEqual([missing])
  })
  it('names who made it, where new versions are and who signs them', () => {
    const args = releaseArgs(whole)
    expect(args).toContain('-c.linux.maintainer=Ana <ana@clinica-segura.com.br>')
    expect(args).toContain(`-c.extraMetadata.updateKeys=${updates.keys[0]}`)
    expect(args).toContain(`-c.publish.url=${updates.url}`)
    expect(releaseArgs({ ...whole, updates: null }).filter((word: string) => word.includes('publish'))).toEqual([])
  })
})

test('newer versions for macOS come as a zip: electron-updater takes no dmg', () => {
  expect(read('../../electron-builder.yml')).toMatch(/^mac:\n(?: .*\n)*? {2}target: .*target: dmg.*target: zip/m)
})

describe('removing the app from Windows', () => {
  const script = read('./installer.nsh')
  it('says in both languages that the copies stay and what the paper is for', () => {
    const texts = [...script.matchAll(/LangString (\w+) (\d+) "(.*)"/g)]
    expect(texts.map(([, name, language]) => `${name} ${language}`)).toEqual(['cofresFicam 1046', 'cofresFicam 1033'])
    expect(texts[0]?.[3]).toMatch(/nada foi apagado.*24 palavras/)
    expect(texts[1]?.[3]).toMatch(/nothing was erased.*24 words/)
    expect(script).toContain('MessageBox MB_OK|MB_ICONINFORMATION "$(cofresFicam)"')
  })
  it('takes away the start at log-on, only for good, and nothing else', () => {
    const steps = script.split('\n').filter((line) => /^\s*(Delete|RMDir|Rename|Exec|File)/.test(line))
    expect(steps.map((line) => line.trim().split(/\s+/)[0])).toEqual(['DeleteRegValue', 'DeleteRegValue'])
    expect(script.split('isUpdated}')[0]).not.toContain('DeleteRegValue')
    expect(read('../../electron-builder.yml')).toMatch(/^ {2}deleteAppDataOnUninstall: false$/m)
  })
})

describe.runIf(process.platform === 'linux')('removing the app from Debian', () => {
  const script = read('./after-remove.tpl').replaceAll(
    /\$\{(executable|sanitizedProductName)\}/g,
    'salvaguarda-nowhere',
  )
  const run = (why: string, language: string) =>
    execFileSync('/bin/bash', ['-c', script, 'postrm', why], {
      env: { PATH: '/nowhere', LANG: language },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  it.each([
    ['remove', 'pt_BR.UTF-8', /^O Salvaguarda foi removido\..*nada foi apagado.*24 palavras/],
    ['purge', 'C', /^O Salvaguarda foi removido\./],
    ['remove', 'en_US.UTF-8', /^Salvaguarda was removed\..*nothing was erased.*24 words/],
    ['upgrade', 'pt_BR.UTF-8', /^$/],
  ])('%s in %s', (why, language, said) => {
    expect(run(why, language)).toMatch(said)
  })
})
