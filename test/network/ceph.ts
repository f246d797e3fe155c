import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signerFor } from '#engine/backends/s3/sign.ts'
import { cleaningKeyPolicy, dayKeyPolicy, type PlaceOf, type S3Policy } from '#shared/domain/index.ts'
import { freePort, RunningServer, removeFolder, run, SYSTEM_PATH } from '../servers/process.ts'

/** Two accounts of one server: the clinic's daily key, and the owner's, to whom the buckets belong. */
export const DAY = { accessKeyId: 'CHAVEDODIA', secret: 'segredo/do+dia=' } as const
export const OWNER = { accessKeyId: 'CHAVEDODONO', secret: 'segredo/do+dono=' } as const

/** Ceph's S3 server on a cluster of one node that keeps everything in memory. It enforces object lock. */
export type Ceph = AsyncDisposable & {
  readonly port: number
  readonly endpoint: string
  place(more: Partial<PlaceOf<'s3'>> & { readonly bucket: string }): PlaceOf<'s3'>
  /** A new bucket of the owner's; `policy` says what the daily key may do there. */
  makeBucket(options?: { readonly isLockable?: boolean; readonly policy?: (bucket: string) => object }): Promise<string>
  /** One signed request of the owner's, for what the app itself never asks. */
  ask(
    method: 'GET' | 'PUT' | 'DELETE',
    bucket: string,
    query: string,
    body?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<string>
  /** Ends the S3 server; the cluster and what it keeps stay. */
  halt(): Promise<void>
  resume(): Promise<void>
  /** Runs Ceph's own tool for accounts and quotas. */
  admin(...args: readonly string[]): Promise<string>
}

/** What the technician is told to allow the daily key and the owner's, as a bucket's own policy. */
export function twoKeys(bucket: string, prefix: string): S3Policy {
  const where = { bucket, prefix }
  const forUser = (statements: S3Policy['Statement'], user: string) =>
    statements.map((one) => ({
      ...one,
      Sid: `${one.Sid}-${user}`,
      Principal: { AWS: [`arn:aws:iam:::user/${user}`] },
    }))
  const { Version, Statement } = dayKeyPolicy(where)
  // the owner of the bucket may break governance, as owners of accounts do
  const allowed = cleaningKeyPolicy(where).Statement.filter(({ Effect }) => Effect === 'Allow')
  return { Version, Statement: [...forUser(Statement, 'dia'), ...forUser(allowed, 'dono')] }
}

/**
 * As if the days of all objects below a prefix were over: lets the owner break governance, and ends each protection in two seconds. The
 * server goes by its own clock, so nothing else can make time pass there.
 */
export async function endProtection({ ask }: Ceph, bucket: string, prefix: string): Promise<void> {
  const policy = twoKeys(bucket, prefix)
  const Action = ['s3:BypassGovernanceRetention', 's3:PutObjectRetention']
  const Principal = { AWS: ['arn:aws:iam:::user/dono'] }
  const breaking = { Sid: 'Break', Effect: 'Allow', Action, Principal, Resource: [`arn:aws:s3:::${bucket}/*`] }
  await ask('PUT', bucket, '?policy=', JSON.stringify({ ...policy, Statement: [...policy.Statement, breaking] }))
  const date = `${new Date(Date.now() + 2000).toISOString().slice(0, 19)}Z`
  const body = `<Retention xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Mode>GOVERNANCE</Mode><RetainUntilDate>${date}</RetainUntilDate></Retention>`
  const bypass = { 'x-amz-bypass-governance-retention': 'true' }
  for (let after = ''; ; ) {
    const page = await ask('GET', bucket, `?versions=&prefix=${encodeURIComponent(prefix)}${after}`)
    for (const [, key = '', id = ''] of page.matchAll(/<Version><Key>([^<]+)<\/Key><VersionId>([^<]+)/g)) {
      const path = `/${key.split('/').map(encodeURIComponent).join('/')}?retention=&versionId=${encodeURIComponent(id)}`
      await ask('PUT', bucket, path, body, bypass)
    }
    const [, key] = /<NextKeyMarker>([^<]+)/.exec(page) ?? []
    const [, id] = /<NextVersionIdMarker>([^<]+)/.exec(page) ?? []
    if (!page.includes('<IsTruncated>true') || key === undefined) return
    after = `&key-marker=${encodeURIComponent(key)}&version-id-marker=${encodeURIComponent(id ?? '')}`
  }
}

/** Names of buckets may stand before this name, instead of in the path. */
export const HOST_NAME = 's3.clinica.test'
const STARTS_WITHIN_TRIES = 1200

export async function startCeph(): Promise<Ceph> {
  // short and plain, because the paths of sockets may only be so long
  const folder = await mkdtemp(join(tmpdir(), 'ceph-'))
  const [port, monitorPort] = [await freePort(), await freePort()]
  const configuration = join(folder, 'ceph.conf')
  const id = randomUUID()
  for (const name of ['mon', 'osd', 'rgw']) await mkdir(join(folder, name))
  await writeFile(configuration, configurationOf(folder, id, port, monitorPort))
  const conf = ['-c', configuration]
  const running: RunningServer[] = []
  const said: string[] = []
  const start = (program: string, ...args: readonly string[]): RunningServer => {
    const child = spawn(programOf(program), [...args, '-f', ...conf], {
      env: { PATH: SYSTEM_PATH, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child.stderr.on('data', (text) => said.push(`${text}`.slice(-500)))
    const server = new RunningServer(child)
    running.push(server)
    return server
  }
  const gateway = ['-n', 'client.rgw']
  const startGateway = async (): Promise<RunningServer> => {
    const server = start('radosgw', ...gateway)
    for (let tries = 0; ; tries += 1) {
      try {
        await (await fetch(`http://127.0.0.1:${port}/`)).text()
        return server
      } catch (error) {
        if (server.isGone || tries > STARTS_WITHIN_TRIES)
          throw new Error(`radosgw does not start: ${said.slice(-20).join('')}`, { cause: error })
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  }
  const admin = (...args: readonly string[]) => run(programOf('radosgw-admin'), [...gateway, ...conf, ...args])
  const stopAll = async () => {
    for (const server of running.reverse()) await server.stop('SIGKILL')
    await removeFolder(folder)
  }
  try {
    const map = join(folder, 'osdmap')
    await run(programOf('osdmaptool'), [...conf, '--createsimple', '1', '--clobber', map])
    await run(programOf('ceph-mon'), [...conf, '--mkfs', '-i', 'a', '--fsid', id, '--osdmap', map])
    start('ceph-mon', '-i', 'a')
    await run(programOf('ceph-osd'), [...conf, '-i', '0', '--mkfs'])
    start('ceph-osd', '-i', '0')
    let server = await startGateway()
    for (const [user, { accessKeyId, secret }] of [
      ['dia', DAY],
      ['dono', OWNER],
    ] as const)
      await admin(
        'user',
        'create',
        `--uid=${user}`,
        `--display-name=${user}`,
        `--access-key=${accessKeyId}`,
        `--secret-key=${secret}`,
      )
    const endpoint = `http://127.0.0.1:${port}`
    let made = 0
    const sign = signerFor({
      host: `127.0.0.1:${port}`,
      region: 'us-east-1',
      accessKeyId: OWNER.accessKeyId,
      secretAccessKey: OWNER.secret,
    })
    const ask = async (method: 'GET' | 'PUT' | 'DELETE', bucket: string, query = '', text = '', more = {}) => {
      const path = `/${bucket}${query}`
      const body = new TextEncoder().encode(text)
      const md5 = createHash('md5').update(body).digest('base64')
      const unsigned = { ...more, ...(text === '' ? {} : { 'content-md5': md5 }) }
      const headers = await sign({ method, path, headers: unsigned, body, accept: [], wants: 'text' }, Date.now())
      const answer = await fetch(`${endpoint}${path}`, {
        method,
        headers: { ...unsigned, ...headers },
        ...(method === 'PUT' ? { body } : {}),
      })
      const said = await answer.text()
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`)
      return said
    }
    return {
      ask,
      async makeBucket({ isLockable = false, policy } = {}) {
        const bucket = `clinica-${++made}`
        await ask('PUT', bucket, '', '', isLockable ? { 'x-amz-bucket-object-lock-enabled': 'true' } : {})
        if (policy) await ask('PUT', bucket, '?policy=', JSON.stringify(policy(bucket)))
        return bucket
      },
      port,
      endpoint,
      place: (more) => ({
        kind: 's3',
        endpoint,
        region: 'us-east-1',
        prefix: 'clínica (1)/cofre',
        style: 'path',
        accessKeyId: OWNER.accessKeyId,
        secretRef: 'unused',
        ...more,
      }),
      admin,
      async halt() {
        await server.stop('SIGKILL')
      },
      async resume() {
        server = await startGateway()
      },
      [Symbol.asyncDispose]: stopAll,
    }
  } catch (error) {
    await stopAll()
    throw error
  }
}

function home(): string {
  const folder = process.env.SALVAGUARDA_CEPH ?? join(import.meta.dirname, '..', '..', '.cache', 'peers', 'ceph-16')
  if (!existsSync(join(folder, 'radosgw')))
    throw new Error(`Ceph's S3 server is missing (${folder}). "npm test" gets it from Debian.`)
  return folder
}
const programOf = (name: string) => join(home(), name)

/** One node, no second copies, nobody to prove oneself to, nothing on the disk; and decisions at once instead of once a second. */
function configurationOf(folder: string, id: string, port: number, monitorPort: number): string {
  const libraries = join(home(), 'usr', 'lib')
  const machine = readdirSync(libraries).find((name) => name.endsWith('-linux-gnu')) ?? ''
  const modes = ['ms_mon_client', 'ms_mon_service', 'ms_mon_cluster', 'ms_client', 'ms_service', 'ms_cluster']
  return `[global]
fsid = ${id}
mon_host = [v2:127.0.0.1:${monitorPort}/0]
mon_initial_members = a
public_network = 127.0.0.0/8
cluster_network = 127.0.0.0/8
ms_bind_ipv6 = false
${modes.map((mode) => `${mode}_mode = crc`).join('\n')}
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
paxos_propose_interval = 0.05
paxos_min_wait = 0.01
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_data = ${folder}/mon
osd_data = ${folder}/osd
osd_objectstore = memstore
memstore_device_bytes = 2147483648
osd_class_dir = ${libraries}/${machine}/rados-classes
erasure_code_dir = ${libraries}/${machine}/ceph/erasure-code
plugin_dir = ${libraries}/${machine}/ceph
run_dir = ${folder}
admin_socket =
pid_file =
log_file =
mon_cluster_log_file =
log_to_stderr = true
rgw_data = ${folder}/rgw
rgw_frontends = beast endpoint=127.0.0.1:${port}
rgw_dns_name = ${HOST_NAME}
rgw_max_listing_results = 40
rgw_dynamic_resharding = false
rgw_enable_usage_log = false
rgw_run_sync_thread = false
rgw_override_bucket_index_max_shards = 1
rgw_usage_max_shards = 1
rgw_gc_max_objs = 1
rgw_lc_max_objs = 1
[mon.a]
public_addrv = [v2:127.0.0.1:${monitorPort}/0]
[osd]
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
`
}
