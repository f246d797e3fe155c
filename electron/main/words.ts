import type { PaperKind, Preferences } from '#shared/contracts/index.ts'

export type FolderPurpose = 'protect' | 'keep-copies' | 'recover-into' | 'find-vault' | 'keep-paper'
type Words = {
  /** Names of files, without their ending. */
  readonly paper: Readonly<Record<PaperKind, string>>
  /** "Página 2 de 5", at the foot of a PDF. */
  readonly page: string
  readonly of: string
  readonly saveDiagnosis: { readonly title: string; readonly button: string }
  readonly chooseFolder: Readonly<Record<FolderPurpose, { readonly title: string; readonly button: string }>>
}

/** The few words that the system's own dialogs show; all others belong to the window. */
export const words: Readonly<Record<Preferences['language'], Words>> = {
  'pt-BR': {
    paper: {
      kit: 'Kit de recuperação',
      plan: 'Plano da clínica',
      review: 'Revisão mensal',
      evidence: 'Pasta de evidências',
      incident: 'Incidente',
      elimination: 'Registro de eliminação',
      drill: 'Ensaio de recuperação',
      card: 'Cartão de crise',
    },
    page: 'Página',
    of: 'de',
    saveDiagnosis: { title: 'Escolha onde salvar o pacote para o técnico', button: 'Salvar aqui' },
    chooseFolder: {
      protect: { title: 'Escolha uma pasta para proteger', button: 'Proteger esta pasta' },
      'keep-copies': { title: 'Escolha onde guardar as cópias', button: 'Guardar as cópias aqui' },
      'recover-into': { title: 'Escolha a pasta que recebe o que for recuperado', button: 'Recuperar para cá' },
      'find-vault': { title: 'Escolha o disco ou a pasta onde está o cofre', button: 'O cofre está aqui' },
      'keep-paper': { title: 'Escolha onde salvar o PDF', button: 'Salvar o PDF aqui' },
    },
  },
  en: {
    paper: {
      kit: 'Recovery kit',
      plan: 'Clinic plan',
      review: 'Monthly review',
      evidence: 'Evidence folder',
      incident: 'Incident',
      elimination: 'Elimination register',
      drill: 'Recovery drill',
      card: 'Crisis card',
    },
    page: 'Page',
    of: 'of',
    saveDiagnosis: { title: 'Choose where to save the packet for the technician', button: 'Save here' },
    chooseFolder: {
      protect: { title: 'Choose a folder to protect', button: 'Protect this folder' },
      'keep-copies': { title: 'Choose where to keep the copies', button: 'Keep copies here' },
      'recover-into': { title: 'Choose the folder for what is recovered', button: 'Recover into it' },
      'find-vault': { title: 'Choose the disk or folder that holds the vault', button: 'The vault is here' },
      'keep-paper': { title: 'Choose where to save the PDF', button: 'Save the PDF here' },
    },
  },
}
