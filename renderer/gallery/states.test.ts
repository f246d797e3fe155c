import { expect, it } from 'vitest'
import { scenesOfDialogs, scenesOfScreens } from './states.ts'

const DIALOG = /<(?:Modal|FormDialog|Drawer)\b/g
const sources = import.meta.glob<string>('../{app,parts,screens}/**/*.tsx', {
  query: '?raw',
  import: 'default',
  eager: true,
})

it('every screen is in the gallery empty, waiting, refused, with long names and full, or it is said why not', () => {
  const folders = [...new Set(Object.keys(import.meta.glob('../screens/*/*.tsx')).map((file) => file.split('/')[2]))]
  expect(folders.length).toBeGreaterThan(10)
  expect(Object.keys(scenesOfScreens).sort()).toEqual(folders.sort())
})

it('every dialog is in the gallery, each at least once', () => {
  const opened = Object.entries(sources).flatMap(([file, text]) => {
    const path = file.replace('../', '')
    const count = text.match(DIALOG)?.length ?? 0
    // What every dialog with a form is made of.
    return count > 0 && path !== 'parts/form-dialog.tsx' ? [{ path, count }] : []
  })
  const missing = opened.filter(({ path, count }) => (scenesOfDialogs[path]?.length ?? 0) < count)
  expect(missing).toEqual([])
  expect(Object.keys(scenesOfDialogs).filter((path) => !opened.some((one) => one.path === path))).toEqual([])
})
