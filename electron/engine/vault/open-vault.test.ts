import { expect, test } from 'vitest'
import { type Backend, faultyBackend, type MemoryBackend, memoryBackend } from '#engine/backends/index.ts'
import { systemRandom } from '#engine/kernel/index.ts'
import { isAppError } from '#shared/errors/index.ts'
import { checkVault } from './check.ts'
import { coreOf } from './core.ts'
import { createVault } from './create-vault.ts'
import { seal } from './crypto/seal.ts'
import { encodeConfig } from './format/config.ts'
import { idOf } from './format/ids.ts'
import { openVault } from './open-vault.ts'
import { CHEAP, LABEL, makeVault, readCopy, SECRET, saveCopy } from './test-support/vaults.ts'

const FILES = new Map([['ficha.txt', Buffer.from('retorno em 30 dias')]])
const KIT = { secret: 'vinte e quatro palavras', label: { username: 'kit', hostname: 'papel' } }

async function openCode(backend: Backend, secret = SECRET): Promise<string> {
  return openVault(backend, secret, CHEAP).then(
    () => 'opened',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  )
}

function replaceConfig(place: MemoryBackend, core: ReturnType<typeof coreOf>, json: string): void {
  place.files.set('config', seal(core.masterKey, systemRandom.bytes(16), Buffer.from(json)))
}

test('R2 a slot is stored as restic stores it, under the hash of its bytes', async () => {
  const place = memoryBackend()
  await makeVault(place)
  const [path, bytes] = [...place.files].find(([name]) => name.startsWith('keys/')) ?? ['', new Uint8Array()]
  expect(path).toBe(`keys/${idOf(bytes)}`)
  const json = JSON.parse(Buffer.from(bytes).toString())
  expect(Object.keys(json)).toEqual(['created', 'username', 'hostname', 'kdf', 'N', 'r', 'p', 'salt', 'data'])
  expect(json).toMatchObject({ kdf: 'scrypt', username: 'recepção', hostname: 'pc-01' })
  expect(Buffer.from(json.salt, 'base64').length).toBe(64)
})

test('R1 an accent typed on another system opens the vault too', async () => {
  const place = memoryBackend()
  await makeVault(place, { secrets: [{ secret: SECRET.normalize('NFD'), label: LABEL }] })
  expect(await openCode(place, SECRET.normalize('NFC'))).toBe('opened')
  expect(await openCode(place, SECRET.normalize('NFD'))).toBe('opened')
})

test.each(['', ' ', ' senha', 'senha ', '\tsenha', 'senha\n', 'duas\nlinhas', '\ufeffsenha'])(
  'R1 the secret %j is refused',
  async (secret) => {
    const place = memoryBackend()
    await expect(makeVault(place, { secrets: [{ secret, label: LABEL }] })).rejects.toMatchObject({ code: 'KEY_106' })
    expect(place.files.size).toBe(0)
    const vault = await makeVault(place)
    await expect(vault.addKey(secret, LABEL)).rejects.toMatchObject({ code: 'KEY_106' })
    expect(await vault.listKeys()).toHaveLength(1)
  },
)

test('R3 every secret of a new vault opens it, no other does', async () => {
  const place = memoryBackend()
  const vault = await makeVault(place, { secrets: [{ secret: SECRET, label: LABEL }, KIT] })
  expect(vault.openedWith).toMatchObject(LABEL)
  expect((await openVault(place, KIT.secret)).openedWith).toMatchObject(KIT.label)
  expect(await openCode(place, 'outra')).toBe('KEY_101')
  expect(await openCode(place, '')).toBe('KEY_101')
})

test('R3 a vault with more slots than restic tries still says that the secret is wrong', async () => {
  const place = memoryBackend()
  const vault = await makeVault(place)
  for (let count = 0; count < 22; count += 1) await vault.addKey(`segredo ${count}`, LABEL)
  expect(await openCode(place, 'nenhum destes')).toBe('KEY_101')
})

test('R4 a junk key file locks nobody out, and is reported', async () => {
  const place = memoryBackend()
  const id = await saveCopy(await makeVault(place), FILES)
  place.files.set(`keys/${'0'.repeat(64)}`, Buffer.from('lixo'))
  const vault = await openVault(place, SECRET)
  expect(vault.junkKeys).toEqual(['0'.repeat(64)])
  expect(await readCopy(vault, id)).toEqual(FILES)
  expect((await checkVault(vault)).problems).toEqual([
    { code: 'VAULT_104', what: 'key-unreadable', id: '0'.repeat(64) },
  ])
  expect(await openCode(place, 'outra')).toBe('VAULT_104')
})

test('R4 a slot under a wrong name opens, and is reported because restic refuses it', async () => {
  const place = memoryBackend()
  await makeVault(place)
  const [path, bytes] = [...place.files].find(([name]) => name.startsWith('keys/')) ?? ['', new Uint8Array()]
  place.files.delete(path)
  place.files.set(`keys/${'f'.repeat(64)}`, bytes)
  expect((await openVault(place, SECRET)).junkKeys).toEqual(['f'.repeat(64)])
})

test.each([
  ['no key at all', undefined],
  ['an empty file', ''],
  ['a cost that would eat the PC', '{"kdf":"scrypt","N":1073741824,"r":8,"p":1,"salt":"","data":""}'],
  ['another kdf', '{"kdf":"argon2"}'],
])('R4 a vault with %s says that its key is damaged', async (_, text) => {
  const place = memoryBackend()
  await makeVault(place)
  for (const path of [...place.files.keys()]) if (path.startsWith('keys/')) place.files.delete(path)
  if (text !== undefined) place.files.set(`keys/${'1'.repeat(64)}`, Buffer.from(text))
  expect(await openCode(place)).toBe('VAULT_104')
})

test('R6 a new key is a way in, the last one is never removed', async () => {
  const place = memoryBackend()
  const vault = await makeVault(place)
  const added = await vault.addKey(KIT.secret, KIT.label)
  expect((await openVault(place, KIT.secret)).openedWith).toEqual(added)
  await vault.removeKey(vault.openedWith.id)
  expect(await openCode(place)).toBe('KEY_101')
  await expect(vault.removeKey(added.id)).rejects.toMatchObject({ code: 'KEY_107' })
  expect(await openCode(place, KIT.secret)).toBe('opened')
})

test('R6 a key that cannot be proven is not stored', async () => {
  const place = memoryBackend()
  await makeVault(place)
  const vault = await openVault(place, SECRET, {
    ...CHEAP,
    random: { ...systemRandom, bytes: (count) => new Uint8Array(count) },
  })
  await expect(vault.addKey('novo', LABEL)).rejects.toMatchObject({ code: 'VAULT_112' })
  const lossy = faultyBackend(place, ({ method, kind }) =>
    method === 'write' && kind === 'key' ? { kind: 'lose-answer', code: 'DEST_104' } : undefined,
  )
  await expect((await openVault(lossy, SECRET, CHEAP)).addKey('novo', LABEL)).rejects.toMatchObject({
    code: 'DEST_104',
  })
  expect(await vault.listKeys()).toHaveLength(1)
})

test('R9 each vault has an id and a polynomial of its own, sealed', async () => {
  const [one, two] = [await makeVault(), await makeVault()]
  expect(one.config.id).toMatch(/^[0-9a-f]{64}$/)
  expect(one.config.id).not.toBe(two.config.id)
  expect(one.config.chunkerPolynomial).not.toBe(two.config.chunkerPolynomial)
  const twin = await makeVault(memoryBackend(), { chunkerPolynomial: one.config.chunkerPolynomial })
  expect(twin.config.chunkerPolynomial).toBe(one.config.chunkerPolynomial)
  await expect(makeVault(memoryBackend(), { chunkerPolynomial: 0x20000000000002n })).rejects.toThrow(TypeError)
})

test('R10 a place that is gone, empty or something else is told apart, and left alone', async () => {
  const gone = memoryBackend()
  expect(await openCode(gone)).toBe('DEST_101')
  const empty = memoryBackend()
  await empty.create()
  expect(await openCode(empty)).toBe('VAULT_101')
  expect(await openCode({ ...empty, holdsForeignThings: async () => true })).toBe('VAULT_102')
  expect(empty.files.size).toBe(0)
})

test('R10 a vault that lost its config is damaged, not empty', async () => {
  const place = memoryBackend()
  await makeVault(place)
  place.files.delete('config')
  await expect(openVault(place, SECRET)).rejects.toMatchObject({ code: 'VAULT_107', params: { kind: 'config' } })
})

test('R10 a vault of the future is named by its version, a damaged config is called so', async () => {
  const place = memoryBackend()
  const core = coreOf(await makeVault(place))
  replaceConfig(place, core, '{"version":3,"id":"x","chunker_polynomial":"0"}')
  await expect(openVault(place, SECRET)).rejects.toMatchObject({ code: 'VAULT_103', params: { version: 3 } })
  replaceConfig(place, core, '{"version":2,"id":"x","chunker_polynomial":"20000000000002"}')
  expect(await openCode(place)).toBe('VAULT_107')
  const sealed = place.files.get('config') ?? new Uint8Array()
  for (const damaged of [
    new Uint8Array(),
    sealed.subarray(0, 40),
    Uint8Array.from(sealed, (byte, at) => (at === 20 ? byte ^ 1 : byte)),
  ]) {
    place.files.set('config', damaged)
    expect(await openCode(place)).toBe('VAULT_107')
  }
})

test('R11 a vault is never made over another, nor over what is left of one', async () => {
  const place = memoryBackend()
  const id = await saveCopy(await makeVault(place), FILES)
  const before = new Map(place.files)
  const again = () => createVault(place, { ...CHEAP, secrets: [KIT] })
  await expect(again()).rejects.toMatchObject({ code: 'VAULT_108' })
  expect(place.files).toEqual(before)
  expect(await readCopy(await openVault(place, SECRET), id)).toEqual(FILES)
  for (const part of ['config', 'keys/', 'data/', 'index/', 'snapshots/']) {
    const rest = memoryBackend()
    for (const [path, bytes] of before) if (path.startsWith(part)) rest.files.set(path, bytes)
    await expect(createVault(rest, { ...CHEAP, secrets: [KIT] })).rejects.toMatchObject({ code: 'VAULT_108' })
    expect(rest.files.size).toBeGreaterThan(0)
  }
})

test('R11 the config comes last, and whatever call fails, the same place can be used afterwards', async () => {
  const order: string[] = []
  let calls = 0
  const watched = faultyBackend(memoryBackend(), ({ method, kind, number }) => {
    calls = number
    if (method === 'write') order.push(kind ?? '')
    return undefined
  })
  await makeVault(watched, { secrets: [{ secret: SECRET, label: LABEL }, KIT] })
  expect(order).toEqual(['key', 'key', 'config'])
  for (const fault of ['fail', 'lose-answer'] as const)
    for (let call = 1; call <= calls; call += 1) {
      const inner = memoryBackend()
      const place = faultyBackend(inner, ({ number }) =>
        number === call ? { kind: fault, code: 'DEST_104' } : undefined,
      )
      await expect(makeVault(place), `${fault} at ${call}`).rejects.toMatchObject({ code: 'DEST_104' })
      expect([...inner.files.keys()], `${fault} at ${call}`).toEqual([])
      await makeVault(inner)
      if (call >= calls - 3) break
    }
})

test('R39 a vault of version 1 is read, and nothing is written to it', async () => {
  const place = memoryBackend()
  const made = await makeVault(place)
  const id = await saveCopy(made, FILES)
  const core = coreOf(made)
  replaceConfig(place, core, Buffer.from(encodeConfig({ ...core.config, version: 1 })).toString())
  const vault = await openVault(place, SECRET)
  expect(await readCopy(vault, id)).toEqual(FILES)
  const before = new Map(place.files)
  await expect(vault.saveBlob('data', Buffer.from('x'))).rejects.toMatchObject({ code: 'VAULT_103' })
  await expect(vault.addKey('x', LABEL)).rejects.toMatchObject({ code: 'VAULT_103' })
  await expect(vault.removeSnapshot(id)).rejects.toMatchObject({ code: 'VAULT_103' })
  expect(place.files).toEqual(before)
})
