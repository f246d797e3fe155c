import path from 'node:path'
import { app, BrowserWindow, dialog, type WebContents } from 'electron'
import { z } from 'zod'
import type { FolderPurpose } from './words.ts'

const answersSchema = z.partialRecord(
  z.enum(['protect', 'keep-copies', 'recover-into', 'find-vault', 'keep-paper', 'keep-diagnosis']),
  z.array(z.string()),
)
type Answers = z.infer<typeof answersSchema>

export type ChooseFolder = (
  page: WebContents,
  purpose: FolderPurpose,
  words: { title: string; button: string },
) => Promise<string | null>

/** Asks for a folder with the system's own dialog; a test's answers take its place where there are any. */
export function folderChooser(): ChooseFolder {
  const answers = testAnswers()
  if (answers) return async (_page, purpose) => answers[purpose]?.shift() ?? null
  return async (page, _purpose, { title, button }) => {
    const options: Electron.OpenDialogOptions = {
      title,
      message: title,
      buttonLabel: button,
      properties: ['openDirectory', 'createDirectory'],
    }
    const window = BrowserWindow.fromWebContents(page)
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options))
    return canceled ? null : (filePaths[0] ?? null)
  }
}

export type ChooseTextFile = (
  page: WebContents,
  name: string,
  words: { title: string; button: string },
) => Promise<string | null>

/** Asks where a text goes, in the person's documents by default; a test's answers are folders. */
export function textFileChooser(): ChooseTextFile {
  const answers = testAnswers()
  if (answers)
    return async (_page, name) => {
      const folder = answers['keep-diagnosis']?.shift()
      return folder === undefined ? null : path.join(folder, name)
    }
  return async (page, name, { title, button }) => {
    const options: Electron.SaveDialogOptions = {
      title,
      message: title,
      buttonLabel: button,
      defaultPath: path.join(app.getPath('documents'), name),
      filters: [{ name: 'TXT', extensions: ['txt'] }],
      properties: ['showOverwriteConfirmation', 'createDirectory'],
    }
    const window = BrowserWindow.fromWebContents(page)
    const { canceled, filePath } = await (window
      ? dialog.showSaveDialog(window, options)
      : dialog.showSaveDialog(options))
    return canceled || filePath === '' ? null : filePath
  }
}

/** A system dialog cannot be clicked by a test: it leaves its answers here, by purpose and in their order. */
function testAnswers(): Answers | undefined {
  const given = process.env.SALVAGUARDA_TEST_FOLDERS
  // SECURITY: on a clinic's computer only the person answers.
  if (app.isPackaged || given === undefined) return undefined
  return answersSchema.parse(JSON.parse(given))
}
