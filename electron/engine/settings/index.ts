export {
  SETTINGS_VERSION,
  type Settings,
  type SettingsFile,
  settingsFile,
  settingsSchema,
  type VaultPlace,
  vaultPlaceSchema,
} from './settings.ts'
