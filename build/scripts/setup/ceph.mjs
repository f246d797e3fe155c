// Ceph's S3 server (radosgw) with the little cluster it stands on, for tests of buckets and of object lock, which it enforces:
// from Debian 12, unpacked into .cache/peers without touching the system.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { quietly } from './command.mjs'
import { CACHE, isLinux } from './paths.mjs'
import { installPrograms } from './portable-programs.mjs'
import { say } from './say.mjs'

const HOME = join(CACHE, 'peers', 'ceph-16')
const PACKAGES = ['radosgw', 'ceph-mon', 'ceph-osd']
const PROGRAMS = ['ceph-mon', 'ceph-osd', 'osdmaptool', 'radosgw', 'radosgw-admin']
/** What only an installation or Ceph's other programs need; the C library stays the system's. */
const LEFT_OUT =
  /^(libc6|libgcc-s1|gcc-\d+-base|libcrypt1|perl.*|libperl.*|python3.*|libpython3.*|systemd|debconf|passwd|adduser|cron.*|dpkg|tar|e2fsprogs|usrmerge|debianutils|logrotate|libpam.*|base-passwd|binutils.*|libbinutils|libctf.*|libgprofng0|gdisk|hdparm|nvme-cli|dmidecode|parted|smartmontools|xfsprogs|lvm2|dmeventd|sudo|sensible-utils|init-system-helpers|sysvinit-utils|uuid-runtime|media-types|lsb-base|lib.*-perl|logsave|ca-certificates|openssl)$/

/** @returns {Promise<string | undefined>} why it could not be had: its tests must fail then */
export async function ensureCeph() {
  if (process.env.SALVAGUARDA_CEPH || PROGRAMS.every((name) => existsSync(join(HOME, name)))) return undefined
  if (!isLinux) return 'Ceph runs on Linux only'
  say("getting Ceph's S3 server from Debian for tests of buckets")
  const programs = Object.fromEntries(PROGRAMS.map((name) => [name, `usr/bin/${name}`]))
  return installPrograms(HOME, PACKAGES, programs, {
    needs: true,
    leaveOut: LEFT_OUT,
    libraries: ['usr/lib/*-linux-gnu/ceph'],
    tryOut: (root) => quietly(join(root, 'radosgw'), ['--version']),
  })
}
