import type { App } from 'electron'

/** Puts every page's process into the operating system's sandbox. Must run before Electron is ready. */
export function sandboxEverything(app: App): void {
  // SECURITY: with --no-sandbox (root in a test machine) asking for the sandbox would make every page's process die in a loop.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
}
