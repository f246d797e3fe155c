// Writes who may ask for what into docs/security.md, out of the tables that the gate goes by. Run it when a call or a right is new.
import { readFileSync, writeFileSync } from 'node:fs'
import { rules } from '../../electron/engine/gate/rules.ts'
import { accountRoleSchema, categoriesFor, categoryRightSchema, mayDo } from '../../shared/domain/index.ts'

const FILE = new URL('../../docs/security.md', import.meta.url)
const FROM = '<!-- rights: written by build/scripts/rights-table.mjs -->'
const TO = '<!-- /rights -->'
const roles = accountRoleSchema.options
const row = (cells) => `| ${cells.join(' | ')} |`
const rule = (count) => `|${'---|'.repeat(count)}`

function cell({ need, byCategory, shows, alsoSystem }, role) {
  if (role === 'main') return need === 'system' || alsoSystem ? 'yes' : '—'
  if (need === 'system') return '—'
  if (need === 'anyone') return 'yes'
  if (role === 'nobody') return '—'
  if (need === 'person') return 'yes'
  if (!mayDo({ role, rights: {} }, need)) return '—'
  return byCategory ? 'by category' : shows ? 'yes, only theirs' : 'yes'
}

const asks = ({ isCritical, two }) =>
  [isCritical && 'PIN again', two === 'always' && 'two people', two === 'sometimes' && 'two people for some'].filter(
    Boolean,
  )

const columns = ['main', 'nobody', ...roles]
const calls = [
  row(['call', ...columns, 'asks for']),
  rule(columns.length + 2),
  ...Object.entries(rules)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => row([`\`${name}\``, ...columns.map((role) => cell(one, role)), asks(one).join(', ')])),
]
const categories = [
  row(['category', ...roles]),
  rule(roles.length + 1),
  ...categoryRightSchema.options.map((right) =>
    row([right, ...roles.map((role) => categoriesFor({ role, rights: {} }, right).join(', ') || '—')]),
  ),
]
const text = readFileSync(FILE, 'utf8')
const [head] = text.split(FROM)
const tail = text.split(TO)[1]
if (head === text || tail === undefined) throw new Error('docs/security.md has lost its place for the table')
writeFileSync(FILE, `${head}${FROM}\n${[...categories, '', ...calls].join('\n')}\n${TO}${tail}`)
