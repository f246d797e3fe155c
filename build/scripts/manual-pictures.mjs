// `node build/scripts/manual-pictures.mjs`: the pictures of the manual, out of those the end-to-end tests made (test/screenshots): the light
// ones, small. Only what looks or reads otherwise now is made anew, so that clocks and dates change nothing. `npm test` does this at its end;
// with `--tell` nothing is written. Beside them pictures.json: which sentences of the app stand on each, so that a test can tell an old one.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { dictionaries } from '../../shared/i18n/index.ts'
import { ROOT } from './setup/paths.mjs'

const MANUAL = join(ROOT, 'docs', 'manual')
const PICTURES = join(MANUAL, 'pictures')
const TAKEN = join(ROOT, 'test', 'screenshots')
const MOST_BYTES = 60_000
const WIDTH = 960
/** Shorter ones count only where they are all that a line says: as parts of other words they say nothing about a screen. */
const TELLING = 12
/** That share of the sentences on a screen may come and go, with what the app is doing just then. */
const SAYS_OTHERWISE = 0.03
/** Both are looked at from afar: that many fields wide and high. */
const FIELDS = { width: 48, height: 30 }
/** A field is another one when its colour is that far away, of 255. */
const OTHER_COLOUR = 24
/** Clocks and dates change less than one field of a hundred, one more entry in the menu two, a line that moved ten. */
const LOOKS_OTHERWISE = 0.01

const onlyTell = process.argv.includes('--tell')
const pages = readdirSync(MANUAL).filter((name) => name.endsWith('.md'))
const named = new Set(
  pages.flatMap((page) =>
    [...readFileSync(join(MANUAL, page), 'utf8').matchAll(/\(pictures\/([\w-]+)\.png\)/g)].map(([, name]) => name),
  ),
)
const now = new Map(flatten(dictionaries['pt-BR']))
const record = join(PICTURES, 'pictures.json')
const known = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {}
const told = {}
const renewed = []
const missing = []
if (!onlyTell) mkdirSync(PICTURES, { recursive: true })
for (const name of [...named].sort()) {
  const committed = join(PICTURES, `${name}.png`)
  const taken = [`${name}-light`, name].map((file) => join(TAKEN, `${file}.png`)).find((file) => existsSync(file))
  if (name in known) told[name] = known[name]
  const text = taken?.replace(/png$/, 'txt')
  const says = text && existsSync(text) ? sentencesIn(readFileSync(text, 'utf8')) : {}
  if (taken && (await isOld(name, committed, taken, says))) {
    renewed.push(name)
    told[name] = says
    if (!onlyTell) writeFileSync(committed, await small(taken))
  } else if (!existsSync(committed)) missing.push(name)
}
if (!onlyTell) {
  for (const file of readdirSync(PICTURES))
    if (file.endsWith('.png') && !named.has(file.slice(0, -4))) rmSync(join(PICTURES, file))
  writeFileSync(record, `${JSON.stringify(told, null, 2)}\n`)
}
if (renewed.length > 0)
  process.stdout.write(`pictures of the manual ${onlyTell ? 'that are old' : 'made anew'}: ${renewed.join(', ')}\n`)
if (missing.length > 0) process.stderr.write(`no end-to-end test has made: ${missing.join(', ')}\n`)
process.exitCode = missing.length > 0 ? 1 : 0

async function isOld(name, committed, taken, says) {
  if (!existsSync(committed) || !(name in known)) return true
  const before = new Set(Object.values(known[name]))
  const after = new Set(Object.values(says))
  const otherwise = before.symmetricDifference(after).size / Math.max(1, before.union(after).size)
  return otherwise > SAYS_OTHERWISE || (await difference(committed, taken)) > LOOKS_OTHERWISE
}

/** The share of fields in which two pictures differ, both seen from afar. */
async function difference(one, other) {
  const [first, second] = await Promise.all([fromAfar(one), fromAfar(other)])
  const fields = first.length / 3
  let differing = 0
  for (let field = 0; field < fields; field++) {
    const [red, green, blue] = [0, 1, 2].map((part) => Math.abs(first[field * 3 + part] - second[field * 3 + part]))
    if (Math.max(red, green, blue) > OTHER_COLOUR) differing++
  }
  return differing / fields
}

function fromAfar(file) {
  return sharp(file)
    .flatten({ background: '#ffffff' })
    .resize({ ...FIELDS, fit: 'fill' })
    .raw()
    .toBuffer()
}

async function small(file) {
  const picture = sharp(file).resize({ width: WIDTH, withoutEnlargement: true })
  let bytes
  for (const colours of [128, 64, 32, 16]) {
    bytes = await picture.clone().png({ palette: true, colours, effort: 10, compressionLevel: 9, dither: 0 }).toBuffer()
    if (bytes.length <= MOST_BYTES) break
  }
  return bytes
}

/** The sentences of the app that stand on a screen as they are, by their keys. */
function sentencesIn(screen) {
  const shown = plain(screen)
  const lines = new Set(screen.split('\n').map((line) => plain(line).trim()))
  const seen = new Set()
  return Object.fromEntries(
    [...now].filter(([, text]) => {
      const words = plain(text)
      if (text.includes('{{') || seen.has(words)) return false
      const stands = lines.has(words) || (text.length >= TELLING && shown.includes(words))
      if (stands) seen.add(words)
      return stands
    }),
  )
}

function plain(text) {
  return text.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ')
}

function flatten(tree, prefix = '') {
  return Object.entries(tree).flatMap(([key, value]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`
    return typeof value === 'string' ? [[name, value]] : flatten(value, name)
  })
}
