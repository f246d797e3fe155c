import { expect, test } from 'vitest'
import type { HttpRequest } from '../http/index.ts'
import { addressOf } from './address.ts'
import { explainS3 } from './explain.ts'
import { signerFor } from './sign.ts'

test('a request is signed as in the example that AWS publishes', async () => {
  const sign = signerFor({
    host: 'examplebucket.s3.amazonaws.com',
    region: 'us-east-1',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  })
  const request: HttpRequest = {
    method: 'GET',
    path: '/test.txt',
    headers: { range: 'bytes=0-9' },
    accept: [206],
    wants: 'file',
  }
  const { authorization } = await sign(request, Date.parse('2013-05-24T00:00:00Z'))
  expect(authorization).toContain('Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request')
  expect(authorization).toContain('SignedHeaders=host;range;x-amz-content-sha256;x-amz-date')
  expect(authorization).toContain('Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')
})

test('the bucket stands in the path or before the name, and keys are encoded as AWS counts', () => {
  const place = {
    endpoint: 'https://nuvem.example:9000',
    bucket: 'copias',
    prefix: "/da clínica (1)'/",
    style: 'path',
  } as const
  const inPath = addressOf(place)
  expect(inPath.host).toBe('nuvem.example:9000')
  expect(inPath.objectPath(inPath.keyOf('config'))).toBe('/copias/da%20cl%C3%ADnica%20%281%29%27/config')
  expect(inPath.bucketPath({ versions: '', prefix: 'a/b' })).toBe('/copias/?versions=&prefix=a%2Fb')
  const before = addressOf({ ...place, style: 'virtual-host', prefix: '' })
  expect(before.origin).toBe('https://copias.nuvem.example:9000')
  expect(before.objectPath(before.keyOf('keys', 'x'))).toBe('/keys/x')
  expect(before.keyOf()).toBe('')
})

test('what servers say becomes our codes, or another try', async () => {
  const explain = (name: string, message = '', more: Partial<HttpRequest> = {}) =>
    explainS3(
      {
        status: 503,
        headers: {},
        body: Buffer.from(`<?xml version="1.0"?><Error><Code>${name}</Code><Message>${message}</Message></Error>`),
      },
      { method: 'PUT', path: '/b/k', accept: [200], wants: 'nothing', ...more },
    )
  expect(await explain('SlowDown')).toBe('retry')
  expect(await explain('BadDigest')).toBe('retry')
  expect(await explain('RequestTimeTooSkewed')).toBe('DEST_107')
  expect(await explain('NoSuchBucket')).toBe('DEST_109')
  expect(await explain('XMinioAdminBucketQuotaExceeded')).toBe('DEST_102')
  expect(await explain('AccessDenied', 'Cannot upload files, storage cap exceeded.')).toBe('DEST_102')
  expect(await explain('AccessDenied')).toBe('DEST_103')
  expect(await explain('InvalidRequest', 'Bucket is missing Object Lock Configuration')).toBeUndefined()
  const locking = { headers: { 'x-amz-object-lock-mode': 'COMPLIANCE' } }
  expect(await explain('InvalidRequest', 'Bucket is missing Object Lock Configuration', locking)).toBe('DEST_110')
  expect(await explain('NotImplemented', '', locking)).toBe('DEST_110')
  expect(await explain('Whatever')).toBeUndefined()
  expect(await explain('constructor')).toBeUndefined()
  const page = { status: 503, headers: {}, body: Buffer.from('<html><body>Bad Gateway<br></html>') }
  expect(await explainS3(page, { method: 'GET', path: '/', accept: [200], wants: 'text' })).toBeUndefined()
})
