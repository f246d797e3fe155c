import type { AppUpdater } from 'electron-updater'
import type { GenericProvider } from 'electron-updater/out/providers/GenericProvider.js'
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js'
import { isSigned } from './signature.ts'
import type { ReadySource } from './source.ts'

/** The code of what is thrown where a description of the newest version is not signed by whom it must be. */
export const NOT_SIGNED = 'ERR_SALVAGUARDA_NOT_SIGNED'

const notSigned = (cause?: unknown) =>
  Object.assign(new Error('the description of the newest version is not signed', { cause }), { code: NOT_SIGNED })

/**
 * electron-updater's way of asking a web server, but believing only what is signed: beside `latest*.yml` lies `latest*.yml.sig`.
 *
 * SECURITY: everything that follows (version, hash, who gets it) is read from that description.
 */
export function signedProvider(
  Plain: typeof GenericProvider,
  { url, keys }: ReadySource,
): new (
  options: unknown,
  updater: AppUpdater,
  runtime: ProviderRuntimeOptions,
) => GenericProvider {
  return class extends Plain {
    constructor(_options: unknown, updater: AppUpdater, runtime: ProviderRuntimeOptions) {
      super({ provider: 'generic', url }, updater, runtime)
    }

    // The description is all that this kind of server is asked for by this way; files go another.
    protected override async httpRequest(url: URL): Promise<string> {
      const description = await super.httpRequest(url)
      const beside = new URL(url)
      beside.pathname += '.sig'
      const signature = await super.httpRequest(beside).catch((error: unknown) => {
        if ((error as { statusCode?: unknown }).statusCode === 404) throw notSigned(error)
        throw error
      })
      const name = url.pathname.split('/').at(-1) ?? ''
      if (description === null || signature === null || !isSigned(keys, { name, description, signature }))
        throw notSigned()
      return description
    }
  }
}
