import { z } from 'zod'
import type { Clock } from '#engine/kernel/index.ts'
import { windowsPowerShell } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { VolumeAdapter } from './adapter.ts'
import { plainFileSystem } from './file-systems.ts'
import { answerOf, EJECT_LIMIT_MS, type RunProgram, runProgram } from './run-program.ts'
import { plainVolumeId, type Volume } from './volume.ts'

const POWERSHELL = windowsPowerShell(process.env)
const POWERSHELL_LIMIT_MS = 30_000
/**
 * Letters with a disk behind them (2 removable, 3 fixed: an external HD says fixed), and which of those hang on a cable.
 * Single quotes only: it goes as one argument.
 */
const LIST = `[Console]::OutputEncoding = [Text.Encoding]::UTF8
$parts = @{}
Get-Disk -ErrorAction SilentlyContinue | ForEach-Object {
  $disk = $_
  $disk | Get-Partition -ErrorAction SilentlyContinue | Where-Object { $_.DriveLetter } | ForEach-Object {
    $parts[([string]$_.DriveLetter + ':')] = @{ Bus = [string]$disk.BusType; ReadOnly = [bool]($disk.IsReadOnly -or $_.IsReadOnly) }
  }
}
$found = @(Get-CimInstance Win32_LogicalDisk -Filter 'DriveType=2 OR DriveType=3' | ForEach-Object {
  [pscustomobject]@{ DeviceID = $_.DeviceID; Serial = $_.VolumeSerialNumber; Name = $_.VolumeName; FileSystem = $_.FileSystem;
    Size = $_.Size; FreeSpace = $_.FreeSpace; DriveType = $_.DriveType;
    Bus = $parts[$_.DeviceID].Bus; ReadOnly = $parts[$_.DeviceID].ReadOnly }
})
ConvertTo-Json -Compress -InputObject $found`

/** Writes out what Windows holds back, then does what "Eject" in the Explorer does, which gives no answer. */
const ejectScript = (letter: string) => `Write-VolumeCache -DriveLetter '${letter}' -ErrorAction SilentlyContinue
(New-Object -ComObject Shell.Application).Namespace(17).ParseName('${letter}:').InvokeVerb('Eject')
Start-Sleep -Milliseconds 500`

const CABLES: ReadonlySet<string> = new Set(['usb', 'sd', 'mmc', '1394', 'thunderbolt'])
/** The letter goes when the disk was let go of. */
const EJECT_WAIT_MS = 10_000
const EJECT_LOOK_MS = 1_000

const text = z.string().nullish()
const number = z.coerce.number().nullish()
const drivesSchema = z.array(
  z.object({
    DeviceID: z.string().regex(/^[A-Za-z]:$/),
    Serial: text,
    Name: text,
    FileSystem: text,
    Size: number,
    FreeSpace: number,
    DriveType: z.number(),
    Bus: text,
    ReadOnly: z.boolean().nullish(),
  }),
)

/**
 * Disks of a Windows computer, asked of PowerShell: half a second to a second, so only when something happened.
 *
 * Windows tells comings and goings to windows only: main hears of them and passes them on (`VolumeWatch.hint`).
 */
export function windowsVolumes(clock: Clock, run: RunProgram = runProgram): VolumeAdapter {
  const ask = (script: string, limitMs = POWERSHELL_LIMIT_MS) =>
    run(POWERSHELL, ['-NoProfile', '-NonInteractive', '-Command', script], limitMs)
  const list = async () => {
    const drives = readDrives(answerOf(await ask(LIST)))
    // There is always the one that Windows lives on: right after a start its services may not answer yet.
    return drives.length > 0 ? drives : fail('DEST_104')
  }
  return {
    list,
    listen: () => ({ stop() {} }),
    async eject({ device, id }) {
      if ((await ask(ejectScript(device.slice(0, 1)), EJECT_LIMIT_MS)).kind !== 'ran') fail('DEST_104')
      for (let waitedMs = 0; waitedMs < EJECT_WAIT_MS; waitedMs += EJECT_LOOK_MS) {
        if (!(await list()).some((volume) => volume.device === device && volume.id === id)) return
        await clock.sleep(EJECT_LOOK_MS)
      }
      fail('DEST_113')
    },
  }
}

/** Volumes in what the script printed. A drive without a disk in it (card reader) has no serial number and is left out. */
export function readDrives(printed: string): readonly Volume[] {
  const drives = parse(printed)
  return drives.flatMap(({ DeviceID, Serial, Name, FileSystem, Size, FreeSpace, DriveType, Bus, ReadOnly }) => {
    if (!Serial) return []
    return {
      id: plainVolumeId(Serial),
      label: Name ?? '',
      mountPath: `${DeviceID.toUpperCase()}\\`,
      fileSystem: plainFileSystem(FileSystem ?? ''),
      isRemovable: DriveType === 2 || CABLES.has((Bus ?? '').toLowerCase()),
      isReadOnly: ReadOnly === true,
      sizeBytes: Size ?? 0,
      freeBytes: FreeSpace ?? 0,
      device: DeviceID.toUpperCase(),
    }
  })
}

function parse(printed: string): z.infer<typeof drivesSchema> {
  try {
    return drivesSchema.parse(JSON.parse(printed))
  } catch {
    return []
  }
}
