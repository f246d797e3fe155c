import { type Backend, isOpenPlace, openBackend, type PlaceAccess } from '#engine/backends/index.ts'
import type { hostContract } from '#shared/contracts/index.ts'
import type { Place } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Client } from '#shared/wire/index.ts'

export type PlacesParts = { readonly host: Pick<Client<typeof hostContract>, 'readSecret'> }

/** Opens written-down places. What the keychain told of them stays in this object and goes to nobody but the backend. */
export class Places {
  readonly #parts: PlacesParts
  readonly #secrets = new Map<string, string>()

  constructor(parts: PlacesParts) {
    this.#parts = parts
  }

  /** Nothing of the place is touched yet. Throws DEST_105 when the keychain lost its password, KEY_103 without a keychain. */
  async open(place: Place): Promise<Backend> {
    const reached = await resolvePlace(place)
    return isOpenPlace(reached) ? openBackend(reached, await this.#accessTo(reached)) : fail('DEST_104')
  }

  /** The keychain holds another password now. */
  forgetSecret(secretRef: string): void {
    this.#secrets.delete(secretRef)
  }

  async #accessTo(place: Place): Promise<PlaceAccess> {
    const account = 'secretRef' in place ? place.secretRef : undefined
    return account === undefined ? {} : { secret: await this.#secret(account) }
  }

  async #secret(account: string): Promise<string> {
    const known = this.#secrets.get(account)
    if (known !== undefined) return known
    const { secret } = await this.#parts.host.readSecret({ account })
    if (secret === null) return fail('DEST_105')
    this.#secrets.set(account, secret)
    return secret
  }
}

/** A place as it is reached right now: the one door for what is known by something else than its address. */
async function resolvePlace(place: Place): Promise<Place> {
  return place
}
