// Where things are. Nothing in build/scripts may import a package at top level: these files run before any is installed.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Not import.meta.dirname: that needs Node 20.11, and 20.10 is the oldest Node this starts on.
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
export const CACHE = join(ROOT, '.cache')
export const isWindows = process.platform === 'win32'
export const isLinux = process.platform === 'linux'
