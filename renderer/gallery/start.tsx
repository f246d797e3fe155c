import '../app/prepare-page.ts'
import type { Preferences } from '#shared/contracts/index.ts'
import { quiet } from './act.ts'
import { findFaults } from './faults.ts'
import type { Scenes } from './scene.ts'
import { scenes } from './scenes.ts'
import { type Look, type Stage, showScene } from './stage.tsx'
import { scenesOfDialogs, scenesOfScreens } from './states.ts'

/** What the command that takes pictures, and the tests, ask of this page. */
export type Gallery = {
  readonly names: readonly string[]
  /** Scenes of each screen as it is mostly seen, and of every dialog. */
  readonly full: readonly string[]
  readonly dialogs: readonly string[]
  /** Draws a scene in the place of the one before; resolves when it rests. */
  show(name: string, look: Look): Promise<void>
  /** Changes language, colours and size of the letters of what is shown. */
  wear(look: Look): Promise<void>
  findFaults(): string[]
}

let stage: Stage | undefined
const gallery: Gallery = {
  names: Object.keys(scenes),
  full: Object.values(scenesOfScreens).flatMap(({ full }) => (typeof full === 'string' ? [full] : [])),
  dialogs: Object.values(scenesOfDialogs).flat(),
  async show(name, look) {
    stage?.close()
    stage = undefined
    const scene = (scenes as Scenes)[name]
    if (!scene) throw new Error(`no scene is called ${name}`)
    stage = showScene(scene(), look)
    await stage.ready
  },
  async wear(look) {
    stage?.wear(look)
    await quiet()
  },
  findFaults,
}
Object.assign(window, { gallery })

const asked = new URLSearchParams(location.search)
const wanted = asked.get('scene')
if (wanted !== null) void gallery.show(wanted, preferences())
else if (!asked.has('driven')) list()

function preferences(): Preferences {
  const text = Number(asked.get('text') ?? 100)
  return {
    language: asked.get('lang') === 'en' ? 'en' : 'pt-BR',
    theme: asked.get('theme') === 'dark' ? 'dark' : 'light',
    textPercent: text === 125 || text === 150 || text === 200 ? text : 100,
  }
}

function list(): void {
  const items = gallery.names.map((name) => {
    const link = document.createElement('a')
    link.href = `?scene=${name}`
    link.textContent = name
    const item = document.createElement('li')
    item.append(link)
    return item
  })
  const all = document.createElement('ul')
  all.append(...items)
  document.getElementById('root')?.append(all)
}
