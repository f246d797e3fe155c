/** Words that every screen shares. */
export const common = {
  appName: 'Salvaguarda',
  back: 'Voltar',
  next: 'Continuar',
  close: 'Fechar',
  tryAgain: 'Tentar de novo',
  forTechnician: 'Detalhes para o técnico',
  code: 'Código {{code}}',
  files_zero: 'nenhum documento ou foto',
  files_one: '{{count, number}} documento ou foto',
  files_other: '{{count, number}} documentos e fotos',
  databases_zero: 'nenhum banco de dados',
  databases_one: '{{count, number}} banco de dados',
  databases_other: '{{count, number}} bancos de dados',
  drive: 'Disco {{letter}}:',
  wholeComputer: 'Este computador',
} as const
