import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AccountRole, accountRoleSchema, type Category, categorySchema } from '#shared/domain/index.ts'
import { rules } from './rules.ts'
import { names as all, ask, fill, type LooseClient, makeClinic, PIN, type TestClinic } from './test-support/clinic.ts'

// docs/security.md says who may ask for what. Here it is asked: every call in every role, through real ports and the real gate.

type Line = { readonly cells: ReadonlyMap<string, string>; readonly asks: string }
const text = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8')
const tables = (text.split('<!-- rights')[1] ?? '').split('<!-- /rights')[0] ?? ''
const rowsOf = (first: string) => {
  const lines = tables.split('\n').filter((line) => line.startsWith('|'))
  const cells = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  const from = cells.findIndex(([cell]) => cell === first)
  const rest = cells.slice(from + 2)
  const to = rest.findIndex(([cell]) => cell === 'call')
  return { head: cells[from] ?? [], rows: to < 0 ? rest : rest.slice(0, to) }
}
const calls = rowsOf('call')
const table = new Map<string, Line>(
  calls.rows.map((cells) => [
    (cells[0] ?? '').replaceAll('`', ''),
    { cells: new Map(calls.head.map((column, at) => [column, cells[at] ?? ''])), asks: cells.at(-1) ?? '' },
  ]),
)
const categories = rowsOf('category')
const roleMay = (role: string, right: string): readonly string[] =>
  (categories.rows.find(([cell]) => cell === right)?.[categories.head.indexOf(role)] ?? '')
    .split(', ')
    .filter((c) => c !== '—')

/** What has no line has a test of its own below. */
const names = all.filter((name) => table.has(name))

/** What the documents say comes back: the code of the refusal, or undefined when it goes through. */
function told(
  name: string,
  who: string,
  about: { categories: readonly Category[]; isBig: boolean; isStale: boolean },
): string | undefined {
  const line = table.get(name)
  const cell = line?.cells.get(who)
  if (!line || cell === undefined) throw new Error(`docs/security.md has no line for ${name}`)
  if (cell === '—') return who === 'nobody' && line.cells.get('manager') !== '—' ? 'PEOPLE_101' : 'PEOPLE_105'
  const isFind = ['searchFiles', 'searchFolders', 'listVersions', 'folderStates'].includes(name)
  const isView = [
    'previewVersion',
    'openRecords',
    'findPatients',
    'viewRecord',
    'exportRecord',
    'recordMap',
    'confirmRecordMap',
  ].includes(name)
  const rights = isFind ? ['view', 'recover'] : [isView ? 'view' : 'recover']
  const isTheirs = (category: Category) => rights.some((right) => roleMay(who, right).includes(category))
  if (cell === 'by category' && !about.categories.every(isTheirs)) return 'PEOPLE_105'
  if (who === 'main' || who === 'nobody') return undefined
  if (line.asks.includes('PIN again') && about.isStale) return 'PEOPLE_107'
  const takesTwo = /two people(?! for some)/.test(line.asks) || (line.asks.includes('for some') && about.isBig)
  return takesTwo ? 'PEOPLE_106' : undefined
}

/** These change who is there, or refuse for reasons of their own; they have tests beside this one. Whether the gate lets them in is asked below. */
const OWN = new Set(['signIn', 'signOut', 'registerFirst', 'resetWithKit', 'proveAgain', 'setOwnPin'])
const isDenial = (code: string | undefined) => /^PEOPLE_(101|105|106|107|108|117)$/.test(code ?? '')

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
