import { stat } from 'node:fs/promises'
import path from 'node:path'
import { app, clipboard, shell, type WebContents } from 'electron'
import type { shellContract } from '#shared/contracts/index.ts'
import type { DiagnosisBody } from '#shared/diagnosis/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import type { ChooseFolder, ChooseTextFile } from './choose-folder.ts'
import type { ComputerStore } from './computer.ts'
import { saveText } from './diagnosis/index.ts'
import type { Supervisor } from './engine-process/index.ts'
import type { Navigation } from './navigation.ts'
import { pageFooter, writePaper } from './paper.ts'
import type { PreferenceStore } from './preferences.ts'
import type { CameraGate } from './security/index.ts'
import type { Updates } from './update/index.ts'
import { onWhite } from './windows/index.ts'
import { words } from './words.ts'

type Shell = {
  readonly preferences: PreferenceStore
  readonly engine: Supervisor
  readonly chooseFolder: ChooseFolder
  readonly computer: ComputerStore
  readonly navigation: Navigation
  readonly camera: CameraGate
  readonly updates: Updates
  readonly chooseTextFile: ChooseTextFile
  /** What main knows for whoever helps. */
  readonly diagnosis: () => Promise<DiagnosisBody[]>
}

/** What main does for a page: the things only the operating system's shell can do. */
export function shellApi(
  page: WebContents,
  { preferences, engine, chooseFolder, chooseTextFile, computer, navigation, camera, updates, diagnosis }: Shell,
): Handlers<typeof shellContract> {
  return {
    chooseFolder: async ({ purpose }) => ({
      path: await chooseFolder(page, purpose, words[preferences.get().language].chooseFolder[purpose]),
    }),
    openFolder: async ({ path: folder }) => {
      await showFolder(folder)
      return {}
    },
    copyText: async ({ text }) => {
      clipboard.writeText(text)
      return {}
    },
    print: () =>
      onWhite(
        page,
        () =>
          new Promise((resolve) => {
            page.print({ printBackground: true }, (isPrinted) => resolve({ isPrinted }))
          }),
      ),
    async savePaper({ kind, suffix, data }) {
      const { chooseFolder: say, paper, page: pageWord, of } = words[preferences.get().language]
      const folder = await chooseFolder(page, 'keep-paper', say['keep-paper'])
      if (folder === null) return { saved: null }
      const name = suffix === undefined ? paper[kind] : `${paper[kind]} ${suffix}`
      // The kit is one sheet, with no foot.
      const foot = kind === 'kit' ? {} : { footer: pageFooter(pageWord, of) }
      return { saved: await onWhite(page, () => writePaper(page, folder, name, { ...foot, data })) }
    },
    diagnosis: async () => ({ parts: await diagnosis() }),
    async saveDiagnosis({ name, text }) {
      const file = await chooseTextFile(page, name, words[preferences.get().language].saveDiagnosis)
      return { saved: file === null ? null : await saveText(file, text) }
    },
    async allowCamera({ isAllowed }) {
      camera.set(page, isAllowed)
      return {}
    },
    preferences: async () => preferences.get(),
    setPreferences: async (wanted) => preferences.set(wanted),
    computer: async () => computer.get(),
    setComputer: async (change) => computer.set(change),
    goTo: (_input, emit) => navigation.follow(emit),
    engineHealth: (_input, emit) => engine.onHealth(emit),
    updates: (_input, emit) => updates.follow(emit),
    lookForUpdate: () => updates.look(),
    about: async () => ({ version: app.getVersion(), electron: process.versions.electron ?? '' }),
  }
}

async function showFolder(folder: string): Promise<void> {
  const isFolder = path.isAbsolute(folder) && (await stat(folder).catch(() => undefined))?.isDirectory()
  // SECURITY: the system opens whatever it is given, programs too; so only folders that are there.
  if (!isFolder) fail('IPC_001')
  // SECURITY: on a Mac a folder can be a program (….app); there it is only pointed at.
  if (process.platform === 'darwin') return shell.showItemInFolder(folder)
  const problem = await shell.openPath(folder)
  if (problem !== '') fail('APP_000')
}
