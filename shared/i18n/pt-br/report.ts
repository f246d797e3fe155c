/** What all reports on paper say: dates, pages, buttons. */
export const report = {
  date: 'Feito em {{moment}}',
  save: 'Salvar em PDF',
  print: 'Imprimir',
  saved: '“{{name}}” está guardado.',
  openFolder: 'Abrir a pasta',
  seal: 'SHA-256 do PDF: {{sha256}}',
  unprinted: 'O papel não saiu. Confira a impressora ou guarde em PDF.',
  ticked: 'feito',
  unticked: 'a fazer',
  chart: 'Gráfico: {{title}}. Os mesmos números estão na tabela a seguir.',
  value: 'Quanto',
} as const
