import { type Preferences, preferencesSchema } from '#shared/contracts/index.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'

const DEFAULTS: Preferences = { language: 'pt-BR', theme: 'system', textPercent: 100 }

export type PreferenceStore = {
  get(): Preferences
  set(preferences: Preferences): Preferences
  onChange(listener: () => void): void
}

/** The language of the last time, for what must know it before Electron is ready. */
export const languageKept = (file: string): Preferences['language'] =>
  (readJsonFile(file, preferencesSchema) ?? DEFAULTS).language

/** What this computer's people like: kept in one small file; a missing or corrupt one means the defaults. */
export function openPreferences(file: string, onChange: (preferences: Preferences) => void): PreferenceStore {
  let current = readJsonFile(file, preferencesSchema) ?? DEFAULTS
  const listeners = new Set<() => void>()
  onChange(current)
  return {
    onChange: (listener) => void listeners.add(listener),
    get: () => current,
    set: (preferences) => {
      writeJsonFile(file, preferences)
      current = preferences
      onChange(current)
      for (const listener of listeners) listener()
      return current
    },
  }
}
