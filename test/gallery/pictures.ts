// `npm run pictures`: every scene of the gallery in every look, as PNG files and one page to see them side by side.

import type { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Look, looks } from './looks.ts'
import { type Gallery, openGallery } from './open-gallery.ts'

const FOLDER = path.resolve(import.meta.dirname, '..', 'screenshots', 'gallery')
/** No screen needs to be taller to be looked at. */
const TALLEST = 6000
/** Drawing and packing a picture keeps one processor busy. */
const WINDOWS = Math.max(1, Math.min(4, availableParallelism()))

const { values: asked } = parseArgs({
  options: { scene: { type: 'string', multiple: true }, look: { type: 'string', multiple: true } },
})
const firstLine = (text: string) => text.split('\n')[0] ?? ''
process.exitCode = await takePictures()

async function takePictures(): Promise<number> {
  const beganMs = Date.now()
  const galleries = await Promise.all(Array.from({ length: WINDOWS }, openGallery))
  const wanted = (name: string, parts: readonly string[] | undefined) =>
    parts === undefined || parts.some((part) => name.includes(part))
  const names = (galleries[0]?.names ?? []).filter((name) => wanted(name, asked.scene))
  const wantedLooks = looks.filter(({ name }) => wanted(name, asked.look))
  const faults: string[] = []
  const seen = new Map<string, string>()
  if (!asked.scene && !asked.look) rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const openedMs = Date.now()
  const left = names.values()
  await Promise.all(galleries.map(takeAll))
  writeFileSync(path.join(FOLDER, 'index.html'), sheet(names, wantedLooks))
  for (const fault of faults.sort()) process.stdout.write(`${fault}\n`)
  const count = names.length * wantedLooks.length
  const seconds = (Date.now() - openedMs) / 1000
  process.stdout.write(
    `${count} pictures of ${names.length} scenes in ${seconds.toFixed(0)} s, ${((1000 * seconds) / count).toFixed(0)} ms each` +
      ` (and ${((openedMs - beganMs) / 1000).toFixed(0)} s to build): ${path.join(FOLDER, 'index.html')}\n` +
      `${faults.length} faults\n`,
  )
  return faults.length === 0 && count > 0 ? 0 : 1

  async function takeAll(gallery: Gallery): Promise<void> {
    for (const name of left) {
      let shown: Look['language'] | undefined
      for (const look of wantedLooks) {
        const isNew = shown !== look.language
        const found = await take(gallery, name, look, isNew).catch((error: Error) => [firstLine(error.message)])
        shown = look.language
        faults.push(...[...gallery.takeProblems(), ...found].map((fault) => `${name} ${look.name}: ${fault}`))
      }
    }
    await gallery.close()
  }

  /** Words that a scene's fakes or fields took in stay in the language in which it was drawn: each language draws it anew. */
  async function take(gallery: Gallery, name: string, look: Look, isNew: boolean): Promise<string[]> {
    await gallery.resize(look.window)
    if (isNew) await gallery.show(name, look.preferences)
    else await gallery.wear(look.preferences)
    const found = await gallery.findFaults()
    await stretch(gallery, look)
    const picture = await gallery.picture()
    writeFileSync(path.join(FOLDER, `${name}-${look.name}.png`), picture)
    return [...found, ...twins(name, look, picture)]
  }

  /** A scene that shows what another one shows has not come to what it is named after. */
  function twins(name: string, look: Look, picture: Buffer): string[] {
    const key = `${look.name} ${createHash('sha256').update(picture).digest('hex')}`
    const other = seen.get(key)
    seen.set(key, name)
    return other === undefined ? [] : [`looks as ${other} does`]
  }
}

/** Makes the window as tall as what scrolls in it, so that one picture holds it all. */
async function stretch({ page, resize, wear }: Gallery, { window, preferences }: Look): Promise<void> {
  const { missing, hasLongList } = await page.evaluate(() => {
    const scrolled = [...document.querySelectorAll('*')]
      .filter((one) => one === document.documentElement || /auto|scroll/.test(getComputedStyle(one).overflowY))
      .map((one) => one.scrollHeight - one.clientHeight)
    return { missing: Math.max(0, ...scrolled), hasLongList: document.querySelector('[aria-setsize]') !== null }
  })
  if (missing > 0) await resize({ ...window, height: Math.min(TALLEST, window.height + missing + 8) })
  // Of it only what is in sight is drawn: waits until the page rests once more.
  if (missing > 0 && hasLongList) await wear(preferences)
}

function sheet(names: readonly string[], shown: readonly Look[]): string {
  const row = (name: string) => {
    const pictures = shown.map(
      (look) =>
        `<a href="${name}-${look.name}.png"><img loading="lazy" src="${name}-${look.name}.png" alt="${look.name}"><br>${look.name}</a>`,
    )
    return `<section><h2 id="${name}">${name}</h2><div>${pictures.join('')}</div></section>`
  }
  return `<!doctype html><meta charset="utf-8"><title>Salvaguarda: galeria</title>
<style>body{font:14px sans-serif;background:#888}div{display:flex;flex-wrap:wrap;gap:12px;align-items:start}img{width:380px}a{color:#000}</style>
${names.map(row).join('\n')}
`
}
