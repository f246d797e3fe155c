import { type Computer, computerSchema } from '#shared/contracts/index.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'
import type { LoginStart } from './login-start/index.ts'

const keptSchema = computerSchema.omit({ startsAtLogin: true })
const DEFAULTS = { role: 'reception', isHintRead: false } as const

export type ComputerStore = {
  get(): Computer
  set(change: { [K in keyof Computer]?: Computer[K] | undefined }): Computer
  onChange(listener: () => void): void
}

/** How this computer is used, in one small file; whether the app starts at login only the system itself knows. */
export function openComputer(file: string, loginStart: LoginStart): ComputerStore {
  let kept = readJsonFile(file, keptSchema) ?? DEFAULTS
  const listeners = new Set<() => void>()
  const get = (): Computer => ({ ...kept, startsAtLogin: loginStart.isOn() })
  return {
    get,
    set: ({ startsAtLogin, role = kept.role, isHintRead = kept.isHintRead }) => {
      if (startsAtLogin !== undefined) loginStart.set(startsAtLogin)
      writeJsonFile(file, { role, isHintRead })
      kept = { role, isHintRead }
      for (const listener of listeners) listener()
      return get()
    },
    onChange: (listener) => void listeners.add(listener),
  }
}
