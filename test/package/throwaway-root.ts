import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** This computer as somebody finds it who has it to themselves: what is changed in it is gone with it. Linux, as root. */
export type ThrowawayRoot = {
  /** Where it begins, as a program in it calls it `/`; seen from outside, by way of the process that holds it. */
  readonly outside: string
  /** Runs to the end, as root unless `uid` says otherwise, and gives what was said. Throws where it fails. */
  run(program: string, args: readonly string[], options?: Inside): string
  /** Starts and goes on. */
  start(program: string, args: readonly string[], options?: Inside & Pick<SpawnOptions, 'stdio'>): ChildProcess
  close(): Promise<void>
}

type Inside = { readonly uid?: number; readonly env?: Readonly<Record<string, string>> }

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
/** Its own /tmp: nobody meets the sockets and files of others. */
const MAKE = `
set -e
mount -t tmpfs -o mode=0755 tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
for each in proc sys dev; do mount --rbind "/$each" "$1/root/$each"; done
mount -t tmpfs -o mode=1777 tmpfs "$1/root/tmp"
echo ready
cat
`

/** Why there can be none here; undefined where there can. */
export function whyNoThrowawayRoot(): string | undefined {
  if (process.platform !== 'linux') return 'only Linux lays one file system over another'
  if (process.getuid?.() !== 0) return 'only root may lay one file system over another'
  for (const program of ['unshare', 'nsenter', 'chroot', 'setpriv', 'dpkg', 'dpkg-deb', 'Xvfb', 'dbus-daemon'])
    try {
      execFileSync('/bin/sh', ['-c', 'command -v "$0"', program], { stdio: 'ignore' })
    } catch {
      return `there is no ${program}`
    }
  const folder = mkdtempSync(path.join(tmpdir(), 'raiz-'))
  try {
    execFileSync('unshare', ['--mount', '/bin/sh', '-c', MAKE, 'sh', folder], { input: '', stdio: 'pipe' })
    return undefined
  } catch (error) {
    return `one file system cannot be laid over another here: ${(error as { stderr?: Buffer }).stderr}`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The mounts are those of one process and go with it, also when the test is killed. */
export async function openThrowawayRoot(): Promise<ThrowawayRoot> {
  const folder = mkdtempSync(path.join(tmpdir(), 'raiz-'))
  // its standard input is ours: it ends when we do
  const holder = spawn('unshare', ['--mount', '/bin/sh', '-c', MAKE, 'sh', folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(holder, 'exit')
  const started = new Set<ChildProcess>()
  const [said] = await Promise.race([once(holder.stdout, 'data'), ended])
  if (!String(said).includes('ready')) throw new Error('the throw-away root did not come up')
  const enter = (program: string, args: readonly string[], uid: number) => [
    `--mount=/proc/${holder.pid}/ns/mnt`,
    ...['--', 'chroot', path.join(folder, 'root')],
    ...(uid === 0 ? [] : ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--inh-caps=-all']),
    ...[program, ...args],
  ]
  return {
    outside: path.join('/proc', String(holder.pid), 'root', folder, 'root'),
    run: (program, args, { uid = 0, env = {} } = {}) =>
      execFileSync('nsenter', enter(program, args, uid), {
        ...{ cwd: '/', env: { PATH, ...env }, encoding: 'utf8', stdio: 'pipe' },
      }),
    start(program, args, { uid = 0, env = {}, stdio = 'ignore' } = {}) {
      const child = spawn('nsenter', enter(program, args, uid), { cwd: '/', env: { PATH, ...env }, stdio })
      started.add(child)
      return child
    },
    async close() {
      for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      holder.stdin.end()
      await ended
      // the mounts were the holder's: out here it is an empty folder
      rmSync(folder, { recursive: true })
    },
  }
}

/** A person without any rights; gives the home. */
export function addPerson(root: ThrowawayRoot, name: string, uid: number): string {
  const home = `/home/${name}`
  root.run('/bin/sh', [
    '-c',
    `echo '${name}:x:${uid}:${uid}::${home}:/bin/sh' >>/etc/passwd; echo '${name}:x:${uid}:' >>/etc/group`,
  ])
  mkdirSync(path.join(root.outside, home), { recursive: true })
  root.run('chown', [`${uid}:${uid}`, home])
  return home
}
