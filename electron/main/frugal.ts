import type { App } from 'electron'

/** Turns off what Chromium brings for web pages and this app never uses. Must run before Electron is ready. */
export function sparesWhatWebPagesNeed(app: App, platform: NodeJS.Platform = process.platform): void {
  // Forms and lists need no graphics card; a missing one or its bad driver now and then leaves a window that never draws.
  app.disableHardwareAcceleration()
  // Nor a program that plays graphics card: nothing here draws in three dimensions. 11 MB.
  app.commandLine.appendSwitch('disable-software-rasterizer')
  // Nothing comes from a network: what would fetch it needs no process of its own. 15 MB.
  const features = app.commandLine.getSwitchValue('enable-features')
  app.commandLine.appendSwitch('enable-features', [features, 'NetworkServiceInProcess2'].filter(Boolean).join(','))
  // GTK would load the graphics driver to draw menus and dialogs without it. 30 MB.
  if (platform === 'linux') process.env.GDK_GL ??= 'disable'
}
