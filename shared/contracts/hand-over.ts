// How a window gets its ports: page → preload → main, and back with one port a message. No zod here: the preload bundles this file.

/** Where the app's own page lives. Nothing else is loaded, and nobody else is listened to. */
export const APP_ORIGIN = 'app://bundle'

/** Said by the page, through the preload, when it is ready to take ports. */
export const CONNECT = 'salvaguarda:connect'

/** Said by main, through the preload, with one port; `engine` comes again each time the engine has restarted. */
export const PORT = 'salvaguarda:port'
export type PortRole = 'engine' | 'shell'
export type PortMessage = { readonly kind: typeof PORT; readonly role: PortRole }
