/** What the system's own windows say on our behalf: folder dialogs, the window's title. */
export const shell = {
  windowTitle: 'Salvaguarda',
  chooseToProtect: 'Escolha uma pasta da clínica para proteger',
  chooseToKeepCopies: 'Escolha onde as cópias vão ficar',
  chooseToRecoverInto: 'Escolha a pasta que vai receber o que for recuperado',
  chooseButton: 'Escolher esta pasta',
  recoveredFolder: 'Recuperados',
} as const
