import { expect, test } from 'vitest'
import { placeSchema } from './places.ts'
import { cleaningKeyPolicy, dayKeyPolicy } from './s3-policy.ts'
import { type S3ProviderId, s3EndpointOf, s3Providers } from './s3-providers.ts'

test('every provider’s address fits a place that can be written down', () => {
  for (const [id, { regions, style }] of Object.entries(s3Providers))
    for (const { id: region } of regions) {
      const endpoint = s3EndpointOf(id as S3ProviderId, { region, account: 'abc123' })
      if (id === 'minio') expect(endpoint).toBeUndefined()
      else
        expect(
          placeSchema.safeParse({
            kind: 's3',
            endpoint,
            region,
            style,
            bucket: 'copias-da-clinica',
            prefix: '',
            accessKeyId: 'A',
            secretRef: 'r',
          }).success,
        ).toBe(true)
      expect(endpoint ?? '').not.toMatch(/[{}]/)
    }
  expect(s3EndpointOf('aws', { region: 'sa-east-1' })).toBe('https://s3.sa-east-1.amazonaws.com')
  expect(s3EndpointOf('r2', { region: 'auto' })).toBeUndefined()
})

test('the daily key may remove nothing but locks, and never break governance; the cleaning key removes', () => {
  const where = { bucket: 'b', prefix: 'cofre' }
  const removals = (policy: ReturnType<typeof dayKeyPolicy>) =>
    policy.Statement.filter(
      ({ Effect, Action }) => Effect === 'Allow' && Action.some((one) => /Delete|Bypass|\*/.test(one)),
    )
  expect(removals(dayKeyPolicy(where)).flatMap(({ Resource }) => Resource)).toEqual(['arn:aws:s3:::b/cofre/locks/*'])
  expect(removals(cleaningKeyPolicy(where)).flatMap(({ Resource }) => Resource)).toContain('arn:aws:s3:::b/cofre/*')
  expect(removals(dayKeyPolicy({ bucket: 'b', prefix: '' })).flatMap(({ Resource }) => Resource)).toEqual([
    'arn:aws:s3:::b/locks/*',
  ])
  for (const policy of [dayKeyPolicy(where), cleaningKeyPolicy(where)])
    expect(policy.Statement.filter(({ Effect }) => Effect === 'Deny').flatMap(({ Action }) => Action)).toEqual([
      's3:BypassGovernanceRetention',
    ])
})
