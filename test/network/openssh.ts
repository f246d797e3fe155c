import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { PlaceOf } from '#shared/domain/index.ts'
import { freePort, own, removeFolder, run, SYSTEM_PATH, serverFolder, unprivileged } from '../servers/process.ts'

export type OpenSshOptions = {
  /** Requests the server does not offer, by the names of `sftp-server -Q requests`: a simple NAS, or Windows. */
  readonly without?: readonly string[]
  /** The account sees nothing but its own folder. Only root can run such a server. */
  readonly isChroot?: boolean
}

/** A real OpenSSH server on loopback with an account of its own, which has no shell. */
export type OpenSsh = AsyncDisposable & {
  readonly port: number
  /** The account's home on this machine's disk. */
  readonly home: string
  readonly user: string
  readonly password: string
  /** The account's private key as text, and as a file for stock tools. */
  readonly key: string
  readonly keyFile: string
  /** What `ssh-keygen -l` shows of the host keys. */
  hostKeys(): Promise<{ readonly ed25519: string; readonly ecdsa: string }>
  place(more?: Partial<PlaceOf<'sftp'>>): Promise<PlaceOf<'sftp'>>
  /** Comes back under the same address with other host keys. */
  changeHostKeys(): Promise<void>
  halt(): Promise<void>
  resume(): Promise<void>
  /** What the server wrote of who came. */
  said(): string
  /** Options that make stock restic use this server with the key. */
  readonly resticOptions: readonly string[]
}

const USER = 'clinica'
const PASSWORD = "senha do NAS: ção'9"
const isRoot = process.getuid?.() === 0

export async function startOpenSsh(options: OpenSshOptions = {}): Promise<OpenSsh> {
  const folder = options.isChroot ? await lockedFolder() : await serverFolder('ssh')
  const home = join(folder, 'casa')
  const port = await freePort()
  const { uid = userInfo().uid, gid = userInfo().gid } = options.isChroot ? { uid: 65_534, gid: 65_534 } : unprivileged
  const at = (name: string) => join(folder, name)
  mkdirSync(home)
  const put = async (name: string, text: string, mode = 0o644) => {
    await writeFile(at(name), text, { mode })
    await own(at(name))
  }
  const makeHostKeys = async () => {
    for (const type of ['ed25519', 'ecdsa']) {
      await run('rm', ['-f', at(`host-${type}`), at(`host-${type}.pub`)])
      await run('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', at(`host-${type}`)])
      await own(at(`host-${type}`))
    }
  }
  await makeHostKeys()
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at('chave')])
  await put('authorized_keys', await readFile(at('chave.pub'), 'utf8'))
  // accounts that the system does not have, by libnss-wrapper
  const hash = (await run('openssl', ['passwd', '-6', '-stdin'], { input: PASSWORD })).trim()
  await put('passwd', `${await readFile('/etc/passwd', 'utf8')}${USER}:x:${uid}:${gid}::${home}:/bin/false\n`)
  await put('group', await readFile('/etc/group', 'utf8'))
  await put('shadow', `${USER}:${hash}:19000:0:99999:7:::\n`)
  const denied = options.without?.length ? ` -P ${options.without.join(',')}` : ''
  const inside = join(home, 'dentro')
  if (options.isChroot) {
    mkdirSync(inside)
    await own(inside)
    // where sshd as root parks its unprivileged half; Debian's service makes it at start
    mkdirSync('/run/sshd', { recursive: true })
  } else await own(home)
  await put(
    'sshd_config',
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host-ed25519')}`,
      `HostKey ${at('host-ecdsa')}`,
      'PidFile none',
      'UsePAM no',
      'StrictModes no',
      'MaxStartups 1000',
      'LogLevel VERBOSE',
      `AuthorizedKeysFile ${at('authorized_keys')}`,
      `Subsystem sftp internal-sftp${denied}`,
      ...(options.isChroot ? [`ChrootDirectory ${home}`, 'ForceCommand internal-sftp'] : []),
    ].join('\n'),
  )

  let said = ''
  const start = async () => {
    const server = spawn(await sshd(), ['-D', '-e', '-f', at('sshd_config')], {
      env: {
        PATH: SYSTEM_PATH,
        LD_PRELOAD: 'libnss_wrapper.so',
        NSS_WRAPPER_PASSWD: at('passwd'),
        NSS_WRAPPER_GROUP: at('group'),
        NSS_WRAPPER_SHADOW: at('shadow'),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(options.isChroot ? {} : unprivileged),
    })
    const gone = once(server, 'exit')
    server.stderr.on('data', (text) => {
      said += text
    })
    while (!(await answers(port))) {
      if (server.exitCode !== null) throw new Error(`sshd ended: ${said.slice(-2000)}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return async () => {
      // its connections live on without it, as processes of their own
      await run('pkill', ['-KILL', '-P', `${server.pid}`]).catch(() => undefined)
      server.kill('SIGTERM')
      await gone
    }
  }
  let stop = await start()
  const hostKeys = async () => ({
    ed25519: await fingerprint(at('host-ed25519.pub')),
    ecdsa: await fingerprint(at('host-ecdsa.pub')),
  })
  const ssh = ['ssh', '-F', 'none', '-p', `${port}`, '-i', at('chave'), '-o', 'UserKnownHostsFile=/dev/null']
  const sftpCommand = [...ssh, '-o', 'StrictHostKeyChecking=no', `${USER}@127.0.0.1`, '-s', 'sftp'].join(' ')
  const end = async () => {
    await stop()
    await removeFolder(folder)
  }
  return {
    port,
    home: options.isChroot ? inside : home,
    user: USER,
    password: PASSWORD,
    key: await readFile(at('chave'), 'utf8'),
    keyFile: at('chave'),
    hostKeys,
    place: async (more = {}) => ({
      kind: 'sftp',
      host: '127.0.0.1',
      port,
      user: USER,
      folder: options.isChroot ? '/dentro/cópia da clínica' : join(home, 'cópia da clínica'),
      hostKey: (await hostKeys()).ed25519,
      login: 'key',
      secretRef: 'nas',
      ...more,
    }),
    changeHostKeys: async () => {
      await stop()
      await makeHostKeys()
      stop = await start()
    },
    halt: async () => {
      await stop()
      stop = async () => {}
    },
    resume: async () => {
      stop = await start()
    },
    said: () => said,
    resticOptions: ['-o', `sftp.command=${sftpCommand}`],
    [Symbol.asyncDispose]: end,
  }
}

/** A private key that no server knows. */
export async function strangersKey(): Promise<string> {
  const folder = await serverFolder('chave')
  try {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'chave')])
    return await readFile(join(folder, 'chave'), 'utf8')
  } finally {
    await removeFolder(folder)
  }
}

/** Why this machine runs no server that locks accounts into a folder. */
export const noChroot: string | undefined = isRoot ? undefined : 'needs root'

/** sshd locks nobody into a folder that others than root could exchange on the way to it. */
async function lockedFolder(): Promise<string> {
  const folder = await mkdtemp('/run/salvaguarda-ssh-')
  await chmod(folder, 0o755)
  return folder
}

/** sshd starts itself anew for each connection, and for that wants to know where it is. */
async function sshd(): Promise<string> {
  try {
    return (await run('sh', ['-c', 'command -v sshd'])).trim()
  } catch {
    throw new Error('sshd is missing: sudo apt-get install -y openssh-server libnss-wrapper')
  }
}

const fingerprint = async (file: string) => (await run('ssh-keygen', ['-l', '-f', file])).split(' ')[1] ?? ''

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('error', () => resolve(false))
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
