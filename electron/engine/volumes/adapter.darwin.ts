import { watch } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '#shared/errors/index.ts'
import type { VolumeAdapter } from './adapter.ts'
import { plainFileSystem } from './file-systems.ts'
import { answerOf, EJECT_LIMIT_MS, type RunProgram, runProgram } from './run-program.ts'
import { plainVolumeId, type Volume } from './volume.ts'

/** Where macOS mounts every disk; one name there is a link to the system's own. */
const VOLUMES = '/Volumes'

export type DarwinParts = {
  readonly run?: RunProgram
  /** Names in /Volumes. */
  readonly names?: () => Promise<readonly string[]>
}

/** Disks of a Mac: the folder of mounts tells of comings and goings, `diskutil` of each disk. */
export function darwinVolumes({ run = runProgram, names = () => readdir(VOLUMES) }: DarwinParts = {}): VolumeAdapter {
  return {
    async list() {
      const found = await Promise.all(
        (await names().catch(() => [])).map(async (name) =>
          readInfo(answerOf(await run('diskutil', ['info', '-plist', join(VOLUMES, name)]))),
        ),
      )
      return found.filter((volume) => volume !== undefined)
    },
    listen(onHint, onSilent) {
      try {
        const watcher = watch(VOLUMES, onHint)
        watcher.on('error', () => {
          watcher.close()
          onSilent()
        })
        return { stop: () => watcher.close() }
      } catch {
        onSilent()
        return { stop() {} }
      }
    },
    glance: async () => (await names()).join('/'),
    async eject({ device }) {
      const { kind, stdout, stderr } = await run('diskutil', ['eject', device], EJECT_LIMIT_MS)
      if (kind !== 'ran') fail(/\b(busy|in use|dissented)\b/i.test(stdout + stderr) ? 'DEST_113' : 'DEST_104')
    },
  }
}

/** One volume in what `diskutil info -plist` printed; undefined for the system's own and for what has no identity. */
export function readInfo(plist: string): Volume | undefined {
  const text = (key: string) => unescaped(plistValue(plist, key, '<string>([^<]*)</string>') ?? '')
  const number = (key: string) => Number(plistValue(plist, key, '<integer>(\\d+)</integer>') ?? 0)
  const isTrue = (key: string) => plistValue(plist, key, '<(true|false)/>') === 'true'
  const [id, mountPath] = [text('VolumeUUID'), text('MountPoint')]
  if (id === '' || mountPath === '' || mountPath === '/') return undefined
  return {
    id: plainVolumeId(id),
    label: text('VolumeName'),
    mountPath,
    fileSystem: plainFileSystem(text('FilesystemType')),
    isRemovable: isTrue('RemovableMediaOrExternalDevice') || isTrue('Ejectable'),
    isReadOnly: !isTrue('WritableVolume'),
    sizeBytes: number('VolumeSize') || number('TotalSize'),
    freeBytes: number('FreeSpace') || number('APFSContainerFree'),
    device: text('DeviceIdentifier'),
  }
}

const plistValue = (plist: string, key: string, value: string) =>
  new RegExp(`<key>${key}</key>\\s*${value}`).exec(plist)?.[1]

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
}
const unescaped = (text: string) => text.replace(/&(lt|gt|quot|apos|amp);/g, (entity) => ENTITIES[entity] ?? entity)
