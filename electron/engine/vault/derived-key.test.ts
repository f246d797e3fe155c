import { expect, test } from 'vitest'
import { memoryBackend } from '#engine/backends/index.ts'
import { createVault } from './create-vault.ts'
import { derivedKey } from './derived-key.ts'
import { createReplica } from './replica/index.ts'
import { CHEAP, LABEL, SECRET } from './test-support/vaults.ts'

const secrets = [{ secret: SECRET, label: LABEL }] as const

test('all replicas of one vault derive one key a purpose, another vault another one', async () => {
  const vault = await createVault(memoryBackend(), { ...CHEAP, secrets })
  const replica = await createReplica(vault, memoryBackend())
  const stranger = await createVault(memoryBackend(), { ...CHEAP, secrets })
  const key = derivedKey(vault, 'disk-marker')
  expect(key).toHaveLength(32)
  expect(derivedKey(replica, 'disk-marker')).toEqual(key)
  expect(derivedKey(vault, 'custody')).not.toEqual(key)
  expect(derivedKey(stranger, 'disk-marker')).not.toEqual(key)
  await Promise.all([vault, replica, stranger].map((one) => one.close()))
})
