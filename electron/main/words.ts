import type { Preferences } from '#shared/contracts/index.ts'

export type FolderPurpose = 'protect' | 'keep-copies' | 'recover-into' | 'find-vault' | 'keep-paper'
type Words = {
  /** Name of the kit's file, without its ending. */
  readonly paper: string
  readonly chooseFolder: Readonly<Record<FolderPurpose, { readonly title: string; readonly button: string }>>
}

/** The few words that the system's own dialogs show; all others belong to the window. */
export const words: Readonly<Record<Preferences['language'], Words>> = {
  'pt-BR': {
    paper: 'Kit de recuperação',
    chooseFolder: {
      protect: { title: 'Escolha uma pasta para proteger', button: 'Proteger esta pasta' },
      'keep-copies': { title: 'Escolha onde guardar as cópias', button: 'Guardar as cópias aqui' },
      'recover-into': { title: 'Escolha a pasta que recebe o que for recuperado', button: 'Recuperar para cá' },
      'find-vault': { title: 'Escolha o disco ou a pasta onde está o cofre', button: 'O cofre está aqui' },
      'keep-paper': { title: 'Escolha onde guardar o PDF do kit', button: 'Guardar o PDF aqui' },
    },
  },
  en: {
    paper: 'Recovery kit',
    chooseFolder: {
      protect: { title: 'Choose a folder to protect', button: 'Protect this folder' },
      'keep-copies': { title: 'Choose where to keep the copies', button: 'Keep copies here' },
      'recover-into': { title: 'Choose the folder for what is recovered', button: 'Recover into it' },
      'find-vault': { title: 'Choose the disk or folder that holds the vault', button: 'The vault is here' },
      'keep-paper': { title: 'Choose where to keep the kit’s PDF', button: 'Keep the PDF here' },
    },
  },
}
