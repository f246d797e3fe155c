import type { MenuItemConstructorOptions } from 'electron'
import type { Screen } from '#shared/contracts/index.ts'
import type { Role } from '#shared/domain/index.ts'
import { dictionaries } from '#shared/i18n/index.ts'
import type { Language } from '#shared/units/index.ts'
import type { TrayState } from './tray-state.ts'

export type TrayActions = { open(screen: Screen): void; copyNow(): void; quit(): void }

/** The menu of the icon beside the clock: a sentence first, then what it can do. The reception cannot end the protection. */
export function trayMenu(
  { sentence, canCopy }: TrayState,
  role: Role,
  language: Language,
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const { tray } = dictionaries[language]
  return [
    { label: sentence, click: () => actions.open('home') },
    { type: 'separator' },
    { label: tray.open, click: () => actions.open('home') },
    { label: tray.copyNow, enabled: canCopy, click: () => actions.copyNow() },
    { label: tray.recover, click: () => actions.open('recover') },
    ...(role === 'reception'
      ? []
      : ([{ type: 'separator' }, { label: tray.quit, click: () => actions.quit() }] as const)),
  ]
}
