import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { LoginStart } from './login-start.ts'

const NAME = 'salvaguarda.desktop'

/** Starts a command at login by a file in the desktop's autostart folder (freedesktop.org, Desktop Application Autostart). */
export function autostartFile(folder: string, command: readonly string[]): LoginStart {
  const file = path.join(folder, NAME)
  return {
    // A desktop's own settings turn such a file off by a line in it, without removing it.
    isOn: () =>
      existsSync(file) && !/^(Hidden=true|X-GNOME-Autostart-enabled=false)$/m.test(readFileSync(file, 'utf8')),
    set: (isOn) => {
      if (!isOn) return rmSync(file, { force: true })
      mkdirSync(folder, { recursive: true })
      writeFileSync(file, desktopEntry(command))
    },
  }
}

export function desktopEntry(command: readonly string[]): string {
  const [program = ''] = command
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Salvaguarda',
    // Removed from the computer it is started no more, though this file is the person's and stays.
    `TryExec=${program.replaceAll('\\', '\\\\')}`,
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
  ]
  return `${lines.join('\n')}\n`
}

/** One argument by the rules of Exec (Desktop Entry Specification): quoted, `%` doubled, and backslashes once more for the file's own strings. */
function quoted(argument: string): string {
  const inQuotes = argument.replace(/[\\"`$]/g, '\\$&').replaceAll('%', '%%')
  return `"${inQuotes.replaceAll('\\', '\\\\')}"`
}
