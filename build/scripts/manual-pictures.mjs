// `node build/scripts/manual-pictures.mjs`: the pictures of the manual, out of those the end-to-end tests made (test/screenshots): the light
// ones, small. Beside them pictures.json: which sentences of the app stand on each, so that a test can tell an old picture.
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
/** Shorter ones stand on many screens and say nothing about one. */
const TELLING = 12

const pages = readdirSync(MANUAL).filter((name) => name.endsWith('.md'))
const named = new Set(
  pages.flatMap((page) =>
    [...readFileSync(join(MANUAL, page), 'utf8').matchAll(/\(pictures\/([\w-]+)\.png\)/g)].map(([, name]) => name),
  ),
)
mkdirSync(PICTURES, { recursive: true })
for (const file of readdirSync(PICTURES))
  if (file.endsWith('.png') && !named.has(file.slice(0, -4))) rmSync(join(PICTURES, file))

const record = join(PICTURES, 'pictures.json')
const known = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {}
const told = {}
const missing = []
for (const name of [...named].sort()) {
  const taken = [`${name}-light.png`, `${name}.png`].map((file) => join(TAKEN, file)).find((file) => existsSync(file))
  if (taken) {
    writeFileSync(join(PICTURES, `${name}.png`), await small(taken))
    const text = join(TAKEN, `${name}.txt`)
    told[name] = existsSync(text) ? sentencesIn(readFileSync(text, 'utf8')) : {}
  } else if (name in known && existsSync(join(PICTURES, `${name}.png`))) told[name] = known[name]
  else missing.push(name)
}
writeFileSync(record, `${JSON.stringify(told, null, 2)}\n`)
if (missing.length > 0) process.stderr.write(`no end-to-end test has made: ${missing.join(', ')}\n`)
process.exitCode = missing.length > 0 ? 1 : 0

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
  const all = flatten(dictionaries['pt-BR'])
  return Object.fromEntries(
    all.filter(([, text]) => !text.includes('{{') && text.length >= TELLING && shown.includes(plain(text))),
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
