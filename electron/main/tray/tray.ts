import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Menu, type NativeImage, nativeImage, Tray } from 'electron'
import type { Language } from '#shared/units/index.ts'
import type { ComputerStore } from '../computer.ts'
import type { EngineWatch } from '../engine-watch.ts'
import { type TrayActions, trayMenu } from './tray-menu.ts'
import { type TrayIcon, trayStateOf } from './tray-state.ts'

/** An age passes its limit while nothing happens at all. */
const PAUSE_MS = 60_000

type Parts = {
  readonly watch: EngineWatch
  readonly computer: ComputerStore
  readonly language: () => Language
  readonly onLanguage: (listener: () => void) => void
  /** Folder of the drawings. */
  readonly art: string
  readonly actions: TrayActions
}

/** The icon beside the clock, for as long as the app runs. */
export function openTray({ watch, computer, language, onLanguage, art, actions }: Parts): Tray {
  const images = new Map<TrayIcon, NativeImage>()
  const imageOf = (icon: TrayIcon): NativeImage => {
    const image = images.get(icon) ?? drawnImage(art, icon)
    images.set(icon, image)
    return image
  }
  const tray = new Tray(imageOf('working'))
  let shown = ''
  const draw = () => {
    const state = trayStateOf(watch.known(), Date.now(), language())
    const { role } = computer.get()
    const next = JSON.stringify([state, role, language()])
    // A menu that is made anew closes under the person's hand.
    if (next === shown) return
    shown = next
    tray.setImage(imageOf(state.icon))
    tray.setToolTip(state.sentence)
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, role, language(), actions)))
  }
  tray.on('click', () => actions.open('home'))
  watch.onChange(draw)
  computer.onChange(draw)
  onLanguage(draw)
  setInterval(draw, PAUSE_MS)
  draw()
  return tray
}

/** Windows and macOS choose among sizes by the scale of the screen; a Linux panel is given a large one and makes it fit. */
function drawnImage(art: string, icon: TrayIcon): NativeImage {
  if (process.platform === 'linux') return nativeImage.createFromBuffer(readFileSync(path.join(art, `${icon}@2x.png`)))
  return nativeImage.createFromPath(path.join(art, `${icon}.png`))
}
