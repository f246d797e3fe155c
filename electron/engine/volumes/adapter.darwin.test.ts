import { expect, test } from 'vitest'
import { darwinVolumes } from './adapter.darwin.ts'
import type { Ran, RunProgram } from './run-program.ts'

/** In the form of `diskutil info -plist`, as its manual and published examples show it; never recorded on a real Mac. */
const plist = (entries: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
${entries}
</dict>
</plist>
`
const HD = plist(`	<key>DeviceIdentifier</key>
	<string>disk4s1</string>
	<key>Ejectable</key>
	<true/>
	<key>FilesystemType</key>
	<string>exfat</string>
	<key>FreeSpace</key>
	<integer>499000000000</integer>
	<key>Internal</key>
	<false/>
	<key>MountPoint</key>
	<string>/Volumes/C&amp;B Cópias</string>
	<key>RemovableMediaOrExternalDevice</key>
	<true/>
	<key>TotalSize</key>
	<integer>500000000000</integer>
	<key>VolumeName</key>
	<string>C&amp;B Cópias</string>
	<key>VolumeUUID</key>
	<string>5C8F6D2A-6B1D-3F7C-9E0B-2A1D4C5E6F70</string>
	<key>WritableVolume</key>
	<true/>`)
const SYSTEM = plist(`	<key>MountPoint</key>
	<string>/</string>
	<key>VolumeUUID</key>
	<string>0A8F6D2A-6B1D-3F7C-9E0B-2A1D4C5E6F70</string>`)

const ran = (stdout: string): Ran => ({ kind: 'ran', stdout, stderr: '' })
const diskutil: RunProgram = async (_program, args) => {
  const answers: Readonly<Record<string, string>> = { '/Volumes/C&B Cópias': HD, '/Volumes/Macintosh HD': SYSTEM }
  return ran(answers[args.at(-1) ?? ''] ?? plist('<key>Error</key>\n<true/>'))
}

test('disks by what they are; the system and what is no disk are none', async () => {
  const names = async () => ['Macintosh HD', 'C&B Cópias', 'nas']
  expect(await darwinVolumes({ run: diskutil, names }).list()).toEqual([
    {
      id: '5c8f6d2a-6b1d-3f7c-9e0b-2a1d4c5e6f70',
      label: 'C&B Cópias',
      mountPath: '/Volumes/C&B Cópias',
      fileSystem: 'exfat',
      isRemovable: true,
      isReadOnly: false,
      sizeBytes: 500_000_000_000,
      freeBytes: 499_000_000_000,
      device: 'disk4s1',
    },
  ])
})

test.each([
  ['Volume failed to eject: disk4s1 was dissented by PID 512 (Finder)', 'DEST_113'],
  ['Unable to find disk for disk4s1', 'DEST_104'],
])('a disk that is not let go of: %s', async (stderr, code) => {
  const [volume] = await darwinVolumes({ run: diskutil, names: async () => ['C&B Cópias'] }).list()
  if (!volume) throw new TypeError('no disk')
  const stubborn = darwinVolumes({ run: async () => ({ kind: 'failed', stdout: '', stderr }) })
  await expect(stubborn.eject(volume)).rejects.toMatchObject({ code })
})
