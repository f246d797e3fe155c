import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { deriveKey } from '../crypto/scrypt.ts'
import { seal, unseal } from '../crypto/seal.ts'
import { fromHex, idInFile, toHex, vectorRepositories, vectors } from '../test-support/vectors.ts'
import { decodeConfig, encodeConfig } from './config.ts'
import { unwrapDocument, wrapDocument } from './document.ts'
import { decodeIndex, encodeIndex } from './index-file.ts'
import { decodeKeyFile, openMasterKey } from './key-file.ts'
import { decodeLock, encodeLock } from './lock-file.ts'
import { decodePackHeader, encodePackHeader, locatePackHeader, packSizeBytes } from './pack-header.ts'
import { decodeSnapshot, encodeSnapshot } from './snapshot-file.ts'

const masterKeyOf = ({ master_key }: (typeof vectorRepositories)[number]['repo']) => ({
  encrypt: fromHex(master_key.encrypt_hex),
  macK: fromHex(master_key.mac_k_hex),
  macR: fromHex(master_key.mac_r_hex),
})

for (const { repo, path } of vectorRepositories) {
  const read = (file: string) => new Uint8Array(readFileSync(`${path}/${file}`))
  const masterKey = masterKeyOf(repo)

  test.each(repo.keys)(`R2 ${repo.dir}: the password opens $file, step by step`, async (vector) => {
    const cost = { N: vector.N, r: vector.r, p: vector.p }
    const key = await deriveKey(vector.password, Buffer.from(vector.salt_base64, 'base64'), cost)
    expect(toHex(key.encrypt)).toBe(vector.user_aes_key_hex)
    expect(toHex(key.macK)).toBe(vector.user_mac_k_hex)
    expect(toHex(key.macR)).toBe(vector.user_mac_r_hex)
    const file = decodeKeyFile(read(vector.file))
    const opened = file && (await openMasterKey(file, vector.password))
    expect(toHex(opened?.encrypt ?? fromHex(''))).toBe(repo.master_key.encrypt_hex)
    expect(toHex(opened?.macR ?? fromHex(''))).toBe(repo.master_key.mac_r_hex)
    expect(file && (await openMasterKey(file, 'outra senha'))).toBeUndefined()
  })

  test(`R9 ${repo.dir}: the config is read and written alike`, () => {
    const plain = unseal(masterKey, read('config')) ?? new Uint8Array()
    expect(Buffer.from(plain).toString()).toBe(repo.config.plaintext)
    const config = decodeConfig(plain)
    expect(config.kind === 'config' && Buffer.from(encodeConfig(config.config)).toString()).toBe(repo.config.plaintext)
  })

  test.each(repo.index)(`R19 ${repo.dir}: $file is read and written alike`, ({ file, plaintext }) => {
    const json = unwrapDocument(unseal(masterKey, read(file)) ?? new Uint8Array())
    expect(json).toBe(plaintext)
    expect(encodeIndex(decodeIndex(plaintext) ?? [])).toBe(plaintext)
  })

  test.each(repo.snapshots)(`R27 ${repo.dir}: $file is read and written alike`, ({ file, plaintext }) => {
    const json = unwrapDocument(unseal(masterKey, read(file)) ?? new Uint8Array())
    expect(json).toBe(plaintext)
    const snapshot = decodeSnapshot(plaintext)
    expect(snapshot && encodeSnapshot(snapshot)).toBe(plaintext)
  })

  test.each(repo.packs)(`R15 ${repo.dir}: the header of $file is read and written alike`, (vector) => {
    const pack = read(vector.file)
    const place = locatePackHeader(pack)
    const header = (place && unseal(masterKey, pack.subarray(place.start, place.end))) ?? new Uint8Array()
    expect(toHex(header)).toBe(vector.header_plaintext_hex)
    const blobs = decodePackHeader(header) ?? []
    expect(blobs).toEqual(
      vector.blobs.map(({ id, kind, offset, length, uncompressed_length }) => ({
        id,
        type: kind,
        offset,
        length,
        ...(uncompressed_length !== undefined && { uncompressedBytes: uncompressed_length }),
      })),
    )
    expect(toHex(encodePackHeader(blobs))).toBe(vector.header_plaintext_hex)
    expect(packSizeBytes(blobs)).toBe(vector.size)
    expect(pack.length).toBe(vector.size)
    expect(idInFile(vector.file)).toMatch(/^[0-9a-f]{64}$/)
  })
}

test('R31 a lock is read and written as restic does', () => {
  const lock = decodeLock(vectors.lock_example_plaintext)
  expect(lock).toMatchObject({ exclusive: false, hostname: 'vm', pid: 21827 })
  expect(lock && encodeLock({ ...lock, uid: 0 })).toBe(vectors.lock_example_plaintext)
  expect(decodeLock('{"time":"2026-11-21T16:43:48Z","exclusive":true}')?.exclusive).toBe(true)
  expect(decodeLock('{"exclusive":true}')).toBeUndefined()
})

test('R27 every member of a snapshot stands in restic’s order', () => {
  const summary = {
    backup_start: '2026-11-21T16:29:56Z',
    backup_end: '2026-11-21T16:29:57Z',
    files_new: 1,
    files_changed: 2,
    files_unmodified: 3,
    dirs_new: 4,
    dirs_changed: 5,
    dirs_unmodified: 6,
    data_blobs: 7,
    tree_blobs: 8,
    data_added: 9,
    data_added_packed: 10,
    total_files_processed: 11,
    total_bytes_processed: 12,
  }
  const json = encodeSnapshot({
    summary,
    program_version: 'x',
    original: 'c'.repeat(64),
    tags: ['t'],
    excludes: ['*.tmp'],
    gid: 2,
    uid: 1,
    username: 'u',
    hostname: 'h',
    paths: ['C:\\Clínica <1>'],
    tree: 'b'.repeat(64),
    parent: 'a'.repeat(64),
    time: '2026-11-21T16:29:56.1Z',
  })
  expect(Object.keys(JSON.parse(json))).toEqual([
    'time',
    'parent',
    'tree',
    'paths',
    'hostname',
    'username',
    'uid',
    'gid',
    'excludes',
    'tags',
    'original',
    'program_version',
    'summary',
  ])
  expect(json).toContain('"paths":["C:\\\\Clínica \\u003c1\\u003e"]')
  expect(json).toContain('"data_added":9,"data_added_packed":10,')
  expect(() => encodeSnapshot({ time: '2026-11-21T16:29:56.10Z', tree: 'b'.repeat(64), paths: [] })).toThrow(TypeError)
})

test.each([
  ['no tree', '{"time":"2026-11-21T16:29:56Z","paths":[]}'],
  ['a short parent', `{"time":"2026-11-21T16:29:56Z","tree":"${'a'.repeat(64)}","parent":"ab"}`],
  ['a user number as text', `{"time":"2026-11-21T16:29:56Z","tree":"${'a'.repeat(64)}","uid":"0"}`],
  ['a float in the summary', `{"time":"2026-11-21T16:29:56Z","tree":"${'a'.repeat(64)}","summary":{"files_new":1.5}}`],
])('R27 a snapshot with %s is unreadable', (_, json) => {
  expect(decodeSnapshot(json)).toBeUndefined()
})

test('R27 foreign members and floats under names restic does not know are passed over', () => {
  const tree = 'a'.repeat(64)
  const json = `{"time":"2026-11-21T16:29:56Z","tree":"${tree}","paths":null,"label":"x","summary":{"backup_duration":1.25,"files_new":3}}`
  expect(decodeSnapshot(json)).toMatchObject({ tree, paths: [], summary: { files_new: 3 } })
})

test('R8 documents of both encodings are read, others are not', () => {
  expect(unwrapDocument(wrapDocument('{"a":1}', 2))).toBe('{"a":1}')
  expect(unwrapDocument(wrapDocument('{"a":1}', 1))).toBe('{"a":1}')
  expect(wrapDocument('{"a":1}', 2)[0]).toBe(2)
  expect(unwrapDocument(Buffer.from('[]'))).toBe('[]')
  expect(unwrapDocument(wrapDocument('{"a":1}', 2).subarray(1))).toBeUndefined()
  expect(unwrapDocument(Buffer.from('\u0002{"a":1}'))).toBeUndefined()
  expect(unwrapDocument(new Uint8Array())).toBeUndefined()
})

test.each([
  ['nothing', ''],
  ['an array at the top', '[]'],
  [
    'numbers as text',
    `{"packs":[{"id":"${'a'.repeat(64)}","blobs":[{"id":"${'b'.repeat(64)}","type":"data","offset":"0","length":40}]}]}`,
  ],
  [
    'powers of ten',
    `{"packs":[{"id":"${'a'.repeat(64)}","blobs":[{"id":"${'b'.repeat(64)}","type":"data","offset":0,"length":5e2}]}]}`,
  ],
  [
    'an unknown type',
    `{"packs":[{"id":"${'a'.repeat(64)}","blobs":[{"id":"${'b'.repeat(64)}","type":"Data","offset":0,"length":40}]}]}`,
  ],
  [
    'a length of 2^32',
    `{"packs":[{"id":"${'a'.repeat(64)}","blobs":[{"id":"${'b'.repeat(64)}","type":"data","offset":0,"length":4294967296}]}]}`,
  ],
])('R19 an index with %s is unreadable', (_, json) => {
  expect(decodeIndex(json)).toBeUndefined()
})

test('R19 what other writers leave out or add to an index is read', () => {
  expect(decodeIndex('{}')).toEqual([])
  expect(decodeIndex('{"packs":null}')).toEqual([])
  expect(
    decodeIndex(`{"packs":[{"id":"${'a'.repeat(64)}","blobs":[],"time":"x","size":1.5}],"packs_to_delete":[]}`),
  ).toEqual([{ id: 'a'.repeat(64), blobs: [] }])
})

test('R15 headers restic refuses are refused', () => {
  const entry = encodePackHeader([{ id: 'a'.repeat(64), type: 'data', offset: 0, length: 40 }])
  expect(decodePackHeader(new Uint8Array())).toBeUndefined()
  expect(decodePackHeader(Buffer.concat([entry, Buffer.of(0)]))).toBeUndefined()
  expect(decodePackHeader(Buffer.concat([Buffer.of(4), entry.subarray(1)]))).toBeUndefined()
  expect(decodePackHeader(entry.subarray(0, -1))).toBeUndefined()
  for (const length of [0, 31, 100, 0xffffffff]) {
    const pack = Buffer.alloc(104)
    pack.writeUInt32LE(length, 100)
    expect(locatePackHeader(pack) === undefined).toBe(length !== 100)
  }
})

test.each([
  ['a future one', '{"version":3,"id":"x"}', { kind: 'other-version', version: 3 }],
  ['text for a number', '{"version":"2","id":"x","chunker_polynomial":"2fe8a2899a22ff"}', { kind: 'unreadable' }],
  ['a polynomial with 0x', '{"version":2,"id":"x","chunker_polynomial":"0x2fe8a2899a22ff"}', { kind: 'unreadable' }],
  ['no JSON', 'x', { kind: 'unreadable' }],
])('R10 a config with %s', (_, json, expected) => {
  expect(decodeConfig(Buffer.from(json))).toEqual(expected)
})

test('R7 a changed document does not open', () => {
  const key = masterKeyOf(vectors.repo)
  const sealed = seal(key, Buffer.alloc(16, 1), wrapDocument('{}', 2))
  sealed[20] = (sealed[20] ?? 0) ^ 1
  expect(unseal(key, sealed)).toBeUndefined()
})
