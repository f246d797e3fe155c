export {
  type Settings,
  type SettingsFile,
  settingsFile,
  settingsSchema,
  type VaultPlace,
  vaultPlaceSchema,
} from './settings.ts'
