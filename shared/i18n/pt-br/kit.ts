/** The recovery kit: on the screen, on paper, and when it is typed back. */
export const kit = {
  warning: 'Sem este papel e sem a chave, ninguém recupera os dados. Nem nós.',
  words: 'As 24 palavras do kit de recuperação',
  wordLabel: 'Palavra {{position}}',
  print: 'Imprimir o kit',
  printed: 'Kit enviado para a impressora. Confira se as 24 palavras saíram legíveis.',
  notPrinted: 'O papel não saiu. Confira a impressora ou copie as palavras à mão, na ordem.',
  sheet: {
    title: 'Kit de recuperação',
    clinic: 'Clínica',
    date: 'Data',
    place: 'Onde ficam as cópias',
    intro: 'Estas 24 palavras, nesta ordem, abrem o cofre com as cópias da clínica em qualquer computador.',
    rulesTitle: 'O que fazer com este papel',
    rule1: 'Guarde em um envelope fechado, fora da clínica, com alguém de confiança.',
    rule2: 'Não fotografe, não mande por mensagem e não cole perto do computador.',
    rule3:
      'Se o computador for trocado, roubado ou queimar: chame o técnico com este papel e o disco das cópias. As duas coisas bastam para recuperar tudo.',
    rule4: 'Quem tem este papel e o disco das cópias lê tudo. Se o papel sumir, avise o técnico no mesmo dia.',
    technician:
      'Para o técnico: o cofre é um repositório restic, formato 2. A senha são as 24 palavras em minúsculas, sem acentos, separadas por um espaço.',
    keptBy: 'Guardado com',
    keptSince: 'Desde',
  },
} as const
