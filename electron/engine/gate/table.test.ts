import { rm } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AccountRole, accountRoleSchema, categorySchema } from '#shared/domain/index.ts'
import { rules } from './rules.ts'
import { names as all, ask, fill, type LooseClient, makeClinic, PIN, type TestClinic } from './test-support/clinic.ts'
import { isDenial, table, told } from './test-support/documents.ts'

// docs/security.md says who may ask for what. Here it is asked: every call in every role, through real ports and the real gate.

/** What has no line has a test of its own below. */
const names = all.filter((name) => table.has(name))

/** These change who is there, or refuse for reasons of their own; they have tests beside this one. Whether the gate lets them in is asked below. */
const OWN = new Set(['signIn', 'signOut', 'registerFirst', 'resetWithKit', 'proveAgain', 'setOwnPin'])

let clinic: TestClinic
const clients = new Map<string, LooseClient>()
beforeAll(async () => {
  clinic = await makeClinic()
  const ids = await fill(clinic)
  clients.set('main', clinic.connectAs('main'))
  clients.set('nobody', clinic.connectAs('window'))
  for (const role of accountRoleSchema.options) {
    const client = clinic.connectAs('window')
    await client.signIn?.({ accountId: ids[role], secret: PIN })
    clients.set(role, client)
  }
})
afterAll(async () => {
  clinic.close()
  await rm(clinic.folder, { recursive: true, force: true })
})

const columns = ['main', 'nobody', ...accountRoleSchema.options]
const clientOf = (who: string) => clients.get(who) ?? expect.fail(who)

describe('docs/security.md', () => {
  it('has one line for every call of the engine and no other (node build/scripts/rights-table.mjs)', () => {
    expect([...table.keys()].sort()).toEqual(Object.keys(rules).sort())
    expect(all.filter((name) => !table.has(name))).toEqual([])
  })

  it.each(columns)('is what the gate does: every call, asked by %s', async (who) => {
    const differences: string[] = []
    for (const name of names) {
      if (OWN.has(name)) continue
      for (const isBig of [false, true]) {
        const code = await ask(clientOf(who), name, { isBig, requestId: 'none', accountId: 'nobody' })
        const isDenied = isDenial(code) ? code : undefined
        const expected = told(name, who, { categories: [], isBig, isStale: false })
        if (isDenied !== expected) differences.push(`${name}: ${code}, not ${expected}`)
      }
    }
    expect(differences).toEqual([])
  })

  it('is what the gate does, for any mix of call, role, categories and time', async () => {
    const plain = names.filter((name) => !OWN.has(name))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...plain),
        fc.constantFrom<AccountRole>(...accountRoleSchema.options),
        fc.subarray([...categorySchema.options]),
        fc.boolean(),
        fc.boolean(),
        async (name, role, asked, isBig, isStale) => {
          const client = clientOf(role)
          await client.proveAgain?.({ secret: PIN })
          await client.stillHere?.({})
          if (isStale) clinic.pass(5 * 60_000)
          const before = clinic.reached.length
          try {
            const input = { categories: asked, isBig, requestId: 'none', accountId: 'nobody' }
            const code = await ask(client, name, input)
            const expected = told(name, role, { categories: asked, isBig, isStale })
            expect(isDenial(code) ? code : undefined).toBe(expected)
            // What is denied never comes to the rooms.
            if (expected !== undefined)
              expect(clinic.reached.slice(before).map((each) => each.name)).not.toContain(name)
          } finally {
            for (const other of accountRoleSchema.options) await clientOf(other).stillHere?.({})
          }
        },
      ),
      { numRuns: 250 },
    )
  })
})
