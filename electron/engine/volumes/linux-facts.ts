import { z } from 'zod'
import { plainVolumeId } from './volume.ts'

const text = z.string().nullish()
const mountsSchema = z.object({
  filesystems: z.array(
    z.object({
      target: z.string(),
      source: z.string(),
      fstype: z.string(),
      uuid: text,
      label: text,
      options: text,
      fsroot: text,
    }),
  ),
})
type Device = {
  readonly path: string
  readonly fstype?: string | null | undefined
  readonly rm?: boolean | null | undefined
  readonly hotplug?: boolean | null | undefined
  readonly tran?: string | null | undefined
  readonly ro?: boolean | null | undefined
  readonly children?: readonly Device[] | undefined
}
const deviceSchema: z.ZodType<Device> = z.object({
  path: z.string(),
  fstype: text,
  rm: z.boolean().nullish(),
  hotplug: z.boolean().nullish(),
  tran: text,
  ro: z.boolean().nullish(),
  get children() {
    return z.array(deviceSchema).optional()
  },
})
const devicesSchema = z.object({ blockdevices: z.array(deviceSchema) })

export type LinuxMount = {
  readonly mountPath: string
  readonly device: string
  /** As the kernel calls it: `fuseblk` for what a program serves. */
  readonly mountType: string
  /** '' where it cannot be told without more rights. */
  readonly id: string
  readonly label: string
  readonly isReadOnly: boolean
}
export type LinuxDevice = { readonly fileSystem: string; readonly isRemovable: boolean; readonly isReadOnly: boolean }

export const FINDMNT = ['-J', '-l', '--real', '-o', 'TARGET,SOURCE,FSTYPE,UUID,LABEL,OPTIONS,FSROOT']
export const LSBLK = ['-J', '-b', '-o', 'PATH,FSTYPE,RM,HOTPLUG,TRAN,RO']

/** Mounted block devices in what `findmnt` printed: whole file systems, not folders of them mounted elsewhere. */
export function readMounts(printed: string): readonly LinuxMount[] {
  return (
    parse(mountsSchema, printed)?.filesystems.flatMap(({ target, source, fstype, uuid, label, options, fsroot }) => {
      const isWhole = fsroot === undefined || fsroot === null || fsroot === '/' || fstype === 'btrfs'
      if (!source.startsWith('/dev/') || !isWhole) return []
      return {
        mountPath: target,
        device: source.replace(/\[.*\]$/, ''),
        mountType: fstype,
        id: uuid ? plainVolumeId(uuid) : '',
        label: label ?? '',
        isReadOnly: (options ?? '').split(',').includes('ro'),
      }
    }) ?? []
  )
}

/** Devices by path in what `lsblk` printed. A partition is as removable as the disk it is on, and hangs on the same cable. */
export function readDevices(printed: string): ReadonlyMap<string, LinuxDevice> {
  const found = new Map<string, LinuxDevice>()
  const take = (device: Device, isOnCable: boolean) => {
    const isRemovable = isOnCable || device.rm === true || device.hotplug === true || device.tran === 'usb'
    found.set(device.path, { fileSystem: device.fstype ?? '', isRemovable, isReadOnly: device.ro === true })
    for (const child of device.children ?? []) take(child, isRemovable)
  }
  for (const device of parse(devicesSchema, printed)?.blockdevices ?? []) take(device, false)
  return found
}

/** `NAME=value` lines of `blkid -o export`. */
export function readBlkid(printed: string): {
  readonly id: string
  readonly label: string
  readonly fileSystem: string
} {
  const values = new Map<string, string>()
  for (const line of printed.split('\n')) {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined) values.set(name, value.replace(/\\(.)/g, '$1'))
  }
  const id = values.get('UUID')
  return { id: id ? plainVolumeId(id) : '', label: values.get('LABEL') ?? '', fileSystem: values.get('TYPE') ?? '' }
}

function parse<T>(schema: z.ZodType<T>, printed: string): T | undefined {
  try {
    return schema.parse(JSON.parse(printed))
  } catch {
    return undefined
  }
}
