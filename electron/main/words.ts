import type { Preferences } from '#shared/contracts/index.ts'

export type FolderPurpose = 'protect' | 'keep-copies' | 'recover-into'
type Words = {
  readonly chooseFolder: Readonly<Record<FolderPurpose, { readonly title: string; readonly button: string }>>
}

/** The few words that the system's own dialogs show; all others belong to the window. */
export const words: Readonly<Record<Preferences['language'], Words>> = {
  'pt-BR': {
    chooseFolder: {
      protect: { title: 'Escolha uma pasta para proteger', button: 'Proteger esta pasta' },
      'keep-copies': { title: 'Escolha onde guardar as cópias', button: 'Guardar as cópias aqui' },
      'recover-into': { title: 'Escolha a pasta que recebe o que for recuperado', button: 'Recuperar para cá' },
    },
  },
  en: {
    chooseFolder: {
      protect: { title: 'Choose a folder to protect', button: 'Protect this folder' },
      'keep-copies': { title: 'Choose where to keep the copies', button: 'Keep copies here' },
      'recover-into': { title: 'Choose the folder for what is recovered', button: 'Recover into it' },
    },
  },
}
