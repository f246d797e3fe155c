export { type Settings, type SettingsFile, settingsFile, settingsSchema } from './settings.ts'
