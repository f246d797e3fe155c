// usage: for-tests.mjs PACKAGED INTO PROGRAM. The same packaged app once more, its files linked and not copied, with one
// fuse of its program set differently: a test may look inside.

import { execFileSync } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'

const [packaged, into, name] = process.argv.slice(2)
rmSync(into, { recursive: true, force: true })
execFileSync('cp', ['--archive', '--link', packaged, into])
const program = join(into, name)
// a link would change the real one, too
rmSync(program)
copyFileSync(join(packaged, name), program)
await flipFuses(program, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true })
