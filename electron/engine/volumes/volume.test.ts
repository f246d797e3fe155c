import { win32 } from 'node:path'
import { expect, test } from 'vitest'
import { compareVolumeIds, plainVolumeId, type Volume, volumeOf } from './volume.ts'

test.each([
  ['EFD6-E99B', 'efd6e99b'],
  ['1421509A124A1F6D', '1421509a124a1f6d'],
  ['{EBECBCD4-FC7B-4EC8-BFE0-4C276E6E9908}', 'ebecbcd4-fc7b-4ec8-bfe0-4c276e6e9908'],
])('one form of an id: %s', (told, plain) => {
  expect(plainVolumeId(told)).toBe(plain)
})

test.each([
  ['EFD6-E99B', 'efd6e99b', 'same'],
  ['efd6e99b', 'efd6e99c', 'other'],
  // NTFS as Linux tells it, and as Windows does.
  ['1421509A124A1F6D', '124A1F6D', 'same'],
  ['1421509A124A1F6D', '1421509A124A1F6E', 'other'],
  ['0000000A124A1F6D', '1421509A124A1F6D', 'other'],
  // exFAT as Windows tells it, and as a Mac does.
  ['EFD6E99B', '5C8F6D2A-6B1D-3F7C-9E0B-2A1D4C5E6F70', 'unknown'],
  ['ebecbcd4-fc7b-4ec8-bfe0-4c276e6e9908', 'ebecbcd4-fc7b-4ec8-bfe0-4c276e6e9909', 'other'],
] as const)('%s and %s: %s', (left, right, answer) => {
  expect(compareVolumeIds(left, right)).toBe(answer)
  expect(compareVolumeIds(right, left)).toBe(answer)
})

const volume = (mountPath: string): Volume => ({
  ...{ id: mountPath, label: '', mountPath, fileSystem: 'ntfs', isRemovable: true, isReadOnly: false },
  ...{ sizeBytes: 0, freeBytes: 0, device: mountPath },
})

test('the innermost volume holds a path, and the way from its root has slashes everywhere', () => {
  const volumes = ['/', '/media/ana/HD', '/media/ana/HD 2'].map(volume)
  expect(volumeOf('/media/ana/HD/Salvaguarda/cofre', volumes)).toMatchObject({
    volume: { mountPath: '/media/ana/HD' },
    folder: 'Salvaguarda/cofre',
  })
  expect(volumeOf('/media/ana/HD', volumes)?.folder).toBe('')
  expect(volumeOf('/media/ana/outra', volumes)?.volume.mountPath).toBe('/')
  expect(volumeOf('/media/ana/HD', [])).toBeUndefined()
  const drives = ['C:\\', 'E:\\'].map(volume)
  expect(volumeOf('e:\\Cópias\\Salvaguarda', drives, win32)).toMatchObject({
    volume: { mountPath: 'E:\\' },
    folder: 'Cópias/Salvaguarda',
  })
  expect(volumeOf('\\\\nas\\copias', drives, win32)).toBeUndefined()
})
