import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import sharp from 'sharp'
import { type Look, looks } from '../gallery/looks.ts'
import { type Gallery, openGallery, SMALLEST, USUAL } from '../gallery/open-gallery.ts'

// The gallery in the real Electron: parts look as they did, screens lie in their window, the keyboard reaches everything.

let gallery: Gallery
test.beforeAll(async () => {
  test.setTimeout(180_000)
  gallery = await openGallery()
})
test.afterAll(() => gallery.close())

const lookNamed = (name: string): Look => {
  const look = looks.find((one) => one.name === name)
  if (!look) throw new Error(`no look is called ${name}`)
  return look
}
const SMALL = lookNamed('pt-BR-light-200')
const all = process.env.GALLERY === 'all'
/** `npm run test:long` looks at every scene; each run of the tests at the fullest of each screen. */
const often = (name: string) =>
  all || /^(home-notices|disks-many-states|drills-result|plan-incident-long|people-add|settings-places)$/.test(name)

test('every part looks as it did, those of tone and entry in both themes, and is clean for axe', async () => {
  test.setTimeout(120_000)
  for (const name of gallery.names.filter((one) => one.startsWith('parts-')))
    for (const theme of ['light', 'dark'] as const) {
      // What is made of tones and fields is dark where these are right; `npm run pictures` has each part in each look.
      const isKept = theme === 'light' || /tones|fields/.test(name)
      if (!all && !isKept) continue
      const look = lookNamed(`pt-BR-${theme}-100`)
      await gallery.resize({ ...USUAL, height: 1800 })
      const axe = new AxeBuilder({ page: gallery.page }).options({ resultTypes: ['violations'] }).setLegacyMode(true)
      // Dark is the same page in other colours.
      if (theme === 'light') await gallery.show(name, look.preferences)
      else await gallery.wear(look.preferences)
      const { violations } = await (theme === 'light' ? axe : axe.withRules('color-contrast')).analyze()
      expect(violations.map(({ id, nodes }) => `${name} ${theme} ${id}: ${nodes[0]?.html}`)).toEqual([])
      // Of the others there is no picture to compare with: their colours were asked of axe.
      if (!isKept) continue
      // Half as large and few colours: small to keep, and deaf to how one computer smooths its letters.
      const half = await sharp(await gallery.picture())
        .resize({ width: USUAL.width / 2 })
        .png({ palette: true, colours: 64 })
        .toBuffer()
      expect(
        half,
        'when it was meant to change, or fonts differ here: npx playwright test gallery --update-snapshots, and look at the pictures',
      ).toMatchSnapshot(`${name}-${theme}.png`, { maxDiffPixelRatio: 0.01, threshold: 0.3 })
    }
})

test('with the largest letters in the smallest window nothing is lost on any screen, and nothing moves', async () => {
  test.setTimeout(all ? 3_600_000 : 240_000)
  await gallery.resize(SMALLEST)
  const faults: string[] = []
  const wanted = gallery.names.filter((name) => often(name) || gallery.full.includes(name))
  expect(wanted.length).toBeGreaterThan(15)
  for (const name of wanted) {
    await gallery.show(name, SMALL.preferences)
    const found = [...gallery.takeProblems(), ...(await gallery.findFaults()), ...(all ? await lookedAtByAxe() : [])]
    // A scene of a dialog that does not show one has not come to what it is named after.
    if (all && gallery.dialogs.includes(name) && (await gallery.page.getByRole('dialog').count()) === 0)
      found.push('no dialog is open')
    faults.push(...found.map((fault) => `${name}: ${fault}`))
  }
  expect(faults).toEqual([])
})

/** What axe says of the scene that is shown, and of its colours in the dark. */
async function lookedAtByAxe(): Promise<string[]> {
  const axe = () => new AxeBuilder({ page: gallery.page }).options({ resultTypes: ['violations'] }).setLegacyMode(true)
  const light = await axe().analyze()
  await gallery.wear(lookNamed('pt-BR-dark-200').preferences)
  const dark = await axe().withRules('color-contrast').analyze()
  return [...light.violations, ...dark.violations].map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

test('the keyboard reaches what can be used, each with a ring and a name; a dialog gives the focus back', async () => {
  test.setTimeout(240_000)
  await gallery.resize(USUAL)
  const faults: string[] = []
  for (const name of ['parts-fields', 'home-notices', 'people-add']) {
    await gallery.show(name, lookNamed('pt-BR-light-100').preferences)
    for (let tabs = 0; tabs < 30; tabs++) {
      await gallery.page.keyboard.press('Tab')
      const fault = await gallery.page.evaluate(focusFault)
      if (fault === 'over') break
      if (fault) faults.push(`${name}, after ${tabs + 1} tabs: ${fault}`)
    }
  }
  expect(faults).toEqual([])

  await gallery.show('people', lookNamed('pt-BR-light-100').preferences)
  await gallery.page.getByRole('button', { name: 'Cadastrar pessoa' }).focus()
  await gallery.page.keyboard.press('Enter')
  await expect(gallery.page.getByRole('dialog')).toBeVisible()
  await gallery.page.keyboard.press('Escape')
  await expect(gallery.page.getByRole('dialog')).toHaveCount(0)
  await expect(gallery.page.getByRole('button', { name: 'Cadastrar pessoa' })).toBeFocused()

  // A button that was busy could not keep the keyboard; it has it again once it can be pressed.
  await gallery.show('people-add-refused', lookNamed('pt-BR-light-100').preferences)
  expect(await gallery.page.evaluate(focusFault)).toBe('')
  expect(await gallery.page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true)

  // Also where a screen broke: the technician is called from its wall.
  await gallery.show('app-wall', lookNamed('pt-BR-light-100').preferences)
  const call = gallery.page.getByRole('button', { name: 'Chamar o técnico' })
  await call.focus()
  await gallery.page.keyboard.press('Enter')
  await expect(gallery.page.getByTestId('packet')).toBeVisible()
  await gallery.page.keyboard.press('Escape')
  await expect(gallery.page.getByTestId('packet')).toHaveCount(0)
  await expect(call).toBeFocused()
})

test('what people ask of their system holds: no motion, more contrast, their own colours', async () => {
  const { page } = gallery
  await gallery.resize(USUAL)
  await gallery.show('home-working', lookNamed('pt-BR-light-100').preferences)
  const moving = async () => (await gallery.findFaults()).filter((fault) => /moves|in motion/.test(fault))
  expect(await moving()).toEqual([])
  // The ring does turn for everybody else: what was looked for is there.
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  expect(await page.evaluate(() => document.getAnimations().length)).toBeGreaterThan(0)
  await page.emulateMedia({ reducedMotion: 'reduce' })

  const edge = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--sg-line').trim())
  const usual = await edge()
  await page.emulateMedia({ reducedMotion: 'reduce', contrast: 'more' })
  expect(await edge()).not.toBe(usual)

  await page.emulateMedia({ reducedMotion: 'reduce', contrast: null, forcedColors: 'active' })
  await gallery.show('parts-tones', lookNamed('pt-BR-light-100').preferences)
  // Grounds go; a border says where a note ends, and the ring is the system's own.
  const note = page.locator('[data-tone="needs-you"]').last()
  expect(await note.evaluate((element) => getComputedStyle(element).borderTopWidth)).not.toBe('0px')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(focusFault)).toBe('')
  // What is ticked is seen to be.
  await gallery.show('parts-fields', lookNamed('pt-BR-light-100').preferences)
  const ground = (name: string) =>
    page.getByLabel(name, { exact: true }).evaluate((box) => getComputedStyle(box).backgroundColor)
  expect(await ground('marcada')).not.toBe(await ground('vazia'))
  expect(await ground('escolhida')).not.toBe(await ground('outra'))
  await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: null })
})

/** What is wrong with where the focus is; 'over' where it left the page. Runs in the page. */
function focusFault(): string {
  const focused = document.activeElement
  if (!focused || focused === document.body || !document.hasFocus()) return 'over'
  const what = `<${focused.tagName.toLowerCase()} class="${focused.className}">`
  const inner = focused.getAttribute('aria-label') ?? focused.textContent ?? ''
  const labelled = focused
    .getAttribute('aria-labelledby')
    ?.split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ')
  const labels =
    'labels' in focused
      ? [...((focused.labels as NodeListOf<HTMLElement> | null) ?? [])].map((label) => label.textContent).join(' ')
      : ''
  if (`${inner}${labelled ?? ''}${labels}${focused.getAttribute('title') ?? ''}`.trim() === '')
    return `no name: ${what}`
  // Day, month, year and the calendar of a date take the focus one after the other, each shown by Chromium itself.
  if (focused.matches('input[type="date"]')) return ''
  // A choice shows the ring around its row, a switch around its track.
  for (let one: Element | null = focused, up = 0; one && up < 4; one = one.parentElement, up++) {
    const near = [one, ...(up === 0 ? [] : [...one.children])]
    if (
      near.some((element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element)
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
      })
    )
      return ''
  }
  return `no ring: ${what}`
}
