import { placeSchema } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { WrittenPlace } from './place.ts'

/**
 * A place from the address that restic takes for it (its manual, "Preparing a new repository"), secrets from the environment as restic
 * has them. SFTP wants the server's key in `SALVAGUARDA_HOST_KEY` (`SHA256:…`, as `ssh-keygen -lf` prints it): nobody is there to ask.
 *
 * Throws APP_002 that names what is missing, never what was typed: an address may hold a password.
 */
export function readPlaceUrl(named: string, environment: NodeJS.ProcessEnv): WrittenPlace {
  const at = named.indexOf(':')
  const [kind, address] = [named.slice(0, at), named.slice(at + 1)]
  const [place, secret] = (PARSERS[kind] ?? fail('APP_002', { detail: '--repo' }))(address, environment)
  const read = placeSchema.safeParse(place)
  if (!read.success) return fail('APP_002', { detail: '--repo' })
  return { place: read.data, access: secret === undefined ? {} : { secret } }
}

type Parsed = readonly [place: Record<string, unknown>, secret: string | undefined]
type Parser = (address: string, environment: NodeJS.ProcessEnv) => Parsed

const PARSERS: Readonly<Record<string, Parser>> = { sftp, s3, rest: web('rest'), webdav: web('webdav') }

function sftp(address: string, environment: NodeJS.ProcessEnv): Parsed {
  // Either `user@host:folder`, or `//user@host:port/folder`, where a second slash makes the folder absolute.
  const isUrl = address.startsWith('//')
  const found = isUrl
    ? /^\/\/(?:([^@/]+)@)?(\[[^\]]+\]|[^:/]+)(?::(\d+))?\/(.*)$/.exec(address)
    : /^(?:([^@/]+)@)?(\[[^\]]+\]|[^:/]+)()?:(.*)$/.exec(address)
  const [, user, host, port, folder] = found ?? fail('APP_002', { detail: '--repo' })
  const key = environment.SALVAGUARDA_SFTP_KEY
  const secret = key ?? needed(environment, 'SALVAGUARDA_SFTP_PASSWORD')
  return [
    {
      kind: 'sftp',
      host: host?.replace(/^\[|\]$/g, ''),
      port: Number(port || 22),
      user: user ?? needed(environment, 'USER'),
      folder,
      hostKey: needed(environment, 'SALVAGUARDA_HOST_KEY'),
      login: key === undefined ? 'password' : 'key',
      secretRef: 'cli',
    },
    secret,
  ]
}

function s3(address: string, environment: NodeJS.ProcessEnv): Parsed {
  const url = asUrl(/^https?:\/\//.test(address) ? address : `https://${address.replace(/^\/+/, '')}`)
  const [bucket, ...folders] = url.pathname.split('/').filter((part) => part !== '')
  return [
    {
      kind: 's3',
      endpoint: url.origin,
      region: environment.AWS_DEFAULT_REGION ?? environment.AWS_REGION ?? 'us-east-1',
      bucket,
      prefix: folders.join('/'),
      style: /(^|\.)amazonaws\.com$/.test(url.hostname) ? 'virtual-host' : 'path',
      accessKeyId: needed(environment, 'AWS_ACCESS_KEY_ID'),
      secretRef: 'cli',
    },
    needed(environment, 'AWS_SECRET_ACCESS_KEY'),
  ]
}

function web(kind: 'rest' | 'webdav'): Parser {
  const [USER, PASSWORD] =
    kind === 'rest'
      ? (['RESTIC_REST_USERNAME', 'RESTIC_REST_PASSWORD'] as const)
      : (['SALVAGUARDA_WEBDAV_USERNAME', 'SALVAGUARDA_WEBDAV_PASSWORD'] as const)
  return (address, environment) => {
    const url = asUrl(address)
    const user = url.username === '' ? environment[USER] : decodeURIComponent(url.username)
    const secret = url.password === '' ? environment[PASSWORD] : decodeURIComponent(url.password)
    url.username = ''
    url.password = ''
    if (user === undefined) return [{ kind, url: url.href }, undefined]
    return [{ kind, url: url.href, user, secretRef: 'cli' }, secret ?? needed(environment, PASSWORD)]
  }
}

function asUrl(address: string): URL {
  return URL.parse(address) ?? fail('APP_002', { detail: '--repo' })
}

const needed = (environment: NodeJS.ProcessEnv, name: string): string =>
  environment[name] || fail('APP_002', { detail: name })
