/** What to say when somebody may not, or is not known; part of the table in `errors.ts`. */
export const peopleErrors = {
  PEOPLE_101: { safe: 'Ninguém entrou nesta tela ainda. Nada mudou.', todo: 'Escolha o seu nome e digite o seu PIN.' },
  PEOPLE_102: {
    safe: 'Este não é o PIN desta pessoa. Nada mudou.',
    todo: 'Digite de novo. Tentativas que restam: {{tries}}.',
  },
  PEOPLE_103: {
    safe: 'O PIN foi digitado errado várias vezes. Nada mudou.',
    todo: 'Espere {{seconds}} segundos e tente de novo.',
  },
  PEOPLE_104: {
    safe: 'O PIN foi digitado errado dez vezes. Por segurança, esta pessoa não entra mais com ele. As cópias continuam.',
    todo: 'Peça ao gestor um PIN novo. Para o único gestor, use as palavras do kit.',
  },
  PEOPLE_105: {
    safe: 'Isto não faz parte do seu papel na clínica. Nada mudou.',
    todo: 'Peça a quem pode, ou fale com o gestor.',
  },
  PEOPLE_106: {
    safe: 'Isto precisa de duas pessoas. Nada mudou ainda.',
    todo: 'Chame alguém para confirmar com você.',
  },
  PEOPLE_107: { safe: 'Isto pede o seu PIN mais uma vez. Nada mudou ainda.', todo: 'Digite o seu PIN.' },
  PEOPLE_108: {
    safe: 'O PIN que você recebeu serve só para entrar a primeira vez.',
    todo: 'Escolha agora um PIN que só você conhece.',
  },
  PEOPLE_109: {
    safe: 'Este PIN é fácil de adivinhar ou é igual ao anterior. Nada mudou.',
    todo: 'Use seis números ou mais, sem sequência e sem repetir, ou uma senha de oito letras ou mais.',
  },
  PEOPLE_110: {
    safe: 'Ninguém muda o que pode fazer, nem o próprio cadastro. Nada mudou.',
    todo: 'Peça a outro gestor.',
  },
  PEOPLE_111: {
    safe: 'A clínica precisa ter sempre um gestor. Nada mudou.',
    todo: 'Cadastre outro gestor antes.',
  },
  PEOPLE_112: {
    safe: 'Já existe alguém com este nome na lista. Nada mudou.',
    todo: 'Use outro sobrenome ou um apelido.',
  },
  PEOPLE_113: {
    safe: 'Esta pessoa não está na lista ou já saiu da clínica. Nada mudou.',
    todo: 'Escolha outra pessoa.',
  },
  PEOPLE_114: {
    safe: 'Esta pessoa não pode confirmar este pedido. Nada mudou.',
    todo: 'Chame outra pessoa, que tenha o seu próprio PIN e possa aprovar.',
  },
  PEOPLE_115: { safe: 'A clínica já tem pessoas cadastradas. Nada mudou.', todo: 'Entre com o seu nome e o seu PIN.' },
  PEOPLE_116: {
    safe: 'Este pedido já passou dos 15 minutos ou já foi usado. Nada mudou.',
    todo: 'Faça o pedido de novo e confirme em seguida.',
  },
  PEOPLE_117: {
    safe: 'Isto precisa de duas pessoas, e não há outra que possa confirmar. Nada mudou.',
    todo: 'Cadastre em Pessoas mais alguém que possa aprovar.',
  },
  PEOPLE_118: {
    safe: 'A primeira pessoa da lista é sempre um gestor. Nada mudou.',
    todo: 'Cadastre primeiro o gestor.',
  },
} as const
