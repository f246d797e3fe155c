import { expect, it } from 'vitest'
import { AppError } from '#shared/errors/index.ts'
import { isPlaceUrl } from './place-url.ts'
import { readPlaceUrl } from './restic-url.ts'

const hostKey = `SHA256:${'a'.repeat(43)}`
const aws = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'segredo' }
const ssh = { SALVAGUARDA_HOST_KEY: hostKey, SALVAGUARDA_SFTP_PASSWORD: 'senha' }

it.each([
  [
    'sftp:copia@nas:/volume1/cofre',
    ssh,
    { kind: 'sftp', host: 'nas', port: 22, user: 'copia', folder: '/volume1/cofre' },
  ],
  ['sftp://copia@nas:2222//srv/cofre', ssh, { host: 'nas', port: 2222, folder: '/srv/cofre', hostKey }],
  ['sftp:copia@[::1]:cofre', ssh, { host: '::1', folder: 'cofre', login: 'password' }],
  [
    's3:https://nuvem.example:9000/clinica/a/b',
    aws,
    { endpoint: 'https://nuvem.example:9000', bucket: 'clinica', prefix: 'a/b', style: 'path', region: 'us-east-1' },
  ],
  [
    's3:s3.sa-east-1.amazonaws.com/clinica',
    { ...aws, AWS_DEFAULT_REGION: 'sa-east-1' },
    { endpoint: 'https://s3.sa-east-1.amazonaws.com', bucket: 'clinica', style: 'virtual-host', region: 'sa-east-1' },
  ],
  ['rest:http://nas:8000/cofre/', {}, { kind: 'rest', url: 'http://nas:8000/cofre/' }],
  [
    'webdav:https://nas/dav/cofre/',
    { SALVAGUARDA_WEBDAV_USERNAME: 'ana', SALVAGUARDA_WEBDAV_PASSWORD: 'x' },
    { user: 'ana' },
  ],
])('%s', (named, environment, place) => {
  expect(isPlaceUrl(named)).toBe(true)
  expect(readPlaceUrl(named, environment).place).toMatchObject(place)
})

it('takes user and password out of a REST address, or from where restic has them', () => {
  const inAddress = readPlaceUrl('rest:https://ana:a%20b@nas/cofre/', {})
  expect(inAddress).toEqual({
    place: { kind: 'rest', url: 'https://nas/cofre/', user: 'ana', secretRef: 'cli' },
    access: { secret: 'a b' },
  })
  const environment = { RESTIC_REST_USERNAME: 'ana', RESTIC_REST_PASSWORD: 'a b' }
  expect(readPlaceUrl('rest:https://nas/cofre/', environment)).toEqual(inAddress)
})

it.each([
  ['s3:https://nuvem.example/clinica', {}, 'AWS_ACCESS_KEY_ID'],
  ['sftp:copia@nas:/cofre', { SALVAGUARDA_SFTP_PASSWORD: 'senha' }, 'SALVAGUARDA_HOST_KEY'],
  ['sftp:copia@nas:/cofre', { SALVAGUARDA_HOST_KEY: hostKey }, 'SALVAGUARDA_SFTP_PASSWORD'],
  ['rest:https://ana@nas/segredo', {}, 'RESTIC_REST_PASSWORD'],
  ['s3:https://nuvem.example/', aws, '--repo'],
  ['rest:not an address', {}, '--repo'],
])('%s says what is missing, and nothing of the address', (named, environment, detail) => {
  const work = () => readPlaceUrl(named, environment)
  expect(work).toThrow(AppError)
  try {
    work()
  } catch (error) {
    expect((error as AppError).params).toEqual({ detail })
  }
})

it.each(['/media/hd', 'C:\\cofre', 'E:/cofre', './sftp', 'rest'])('%s is a folder', (named) => {
  expect(isPlaceUrl(named)).toBe(false)
})
