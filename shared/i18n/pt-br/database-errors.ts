/** What to say when a database cannot be copied or brought back; part of the table in `errors.ts`. */
export const databaseErrors = {
  DB_101: {
    safe: 'O banco de dados do sistema está ocupado e não pôde ser copiado agora. As cópias anteriores dele estão inteiras.',
    todo: 'Tente de novo daqui a pouco. Se repetir, feche o sistema da clínica por um minuto.',
  },
  DB_102: {
    safe: 'O banco de dados do sistema está com defeito e esta cópia dele não foi guardada. As cópias anteriores estão inteiras.',
    todo: 'Chame o técnico antes de continuar a usar o sistema.',
  },
  DB_103: {
    safe: 'Este banco de dados está fechado com senha própria ou não é um banco que conhecemos. As cópias anteriores estão inteiras.',
    todo: 'Chame o técnico ou o fornecedor do sistema.',
  },
  DB_104: {
    safe: 'A cópia do banco de dados saiu incompleta e foi descartada. As cópias anteriores dele estão inteiras.',
    todo: 'Tente de novo. Se repetir, veja se há espaço livre neste computador.',
  },
  DB_105: {
    safe: 'O banco de dados do sistema não está mais no lugar. As cópias anteriores dele continuam guardadas.',
    todo: 'Abra o sistema da clínica e confira, ou escolha o banco de novo.',
  },
  DB_106: {
    safe: 'O servidor do banco de dados não responde. As cópias anteriores dele estão inteiras.',
    todo: 'Veja se o computador do servidor está ligado e na rede. Tentamos de novo sozinhos.',
  },
  DB_107: {
    safe: 'O banco de dados recusou o usuário ou a senha da cópia. As cópias anteriores dele estão inteiras.',
    todo: 'Em O que protegemos, escreva a senha nova. O técnico sabe qual é.',
  },
  DB_108: {
    safe: 'A ferramenta de cópia do banco de dados falta ou é mais antiga que o servidor. As cópias anteriores dele estão inteiras.',
    todo: 'Peça ao técnico para pôr neste computador os programas do próprio servidor.',
  },
  DB_109: {
    safe: 'O usuário da cópia não pode ler o banco inteiro, e uma cópia pela metade não foi guardada. As anteriores estão inteiras.',
    todo: 'Chame o técnico: O que protegemos mostra os comandos que dão essa permissão.',
  },
  DB_110: {
    safe: 'A cópia do banco de dados não contém o que a lista dela diz. O banco em uso não mudou.',
    todo: 'Escolha outra cópia e chame o técnico.',
  },
  DB_111: {
    safe: 'O banco de dados está com menos da metade do tamanho da última cópia. Esta cópia não foi guardada; as anteriores estão inteiras.',
    todo: 'Confira se os dados aparecem no sistema da clínica. Se estiver tudo certo, confirme em O que protegemos.',
  },
  DB_112: {
    safe: 'Já existe um banco de dados com este nome. Nada nele mudou.',
    todo: 'Escolha outro nome para o banco recuperado.',
  },
  DB_113: {
    safe: 'Este banco de dados já está protegido. Nada mudou.',
    todo: 'Não precisa fazer nada.',
  },
  DB_114: {
    safe: 'O banco em uso não mudou. Trocar o banco do sistema pede um gestor e o nome da clínica.',
    todo: 'Chame o gestor e digite o nome da clínica como aparece no alto desta janela.',
  },
  DB_115: {
    safe: 'O banco em uso não mudou: um programa está com ele aberto.',
    todo: 'Feche o sistema da clínica em todos os computadores e tente de novo.',
  },
  DB_116: {
    safe: 'O banco em uso não mudou. Ele fica em outro computador, e só lá pode ser trocado.',
    todo: 'Peça ao técnico para recuperar no computador do servidor.',
  },
  DB_117: {
    safe: 'O banco em uso não mudou. O que está pronto já não é o que foi mostrado aqui.',
    todo: 'Volte, confira de novo a cópia escolhida e confirme outra vez.',
  },
  DB_118: {
    safe: 'A troca do banco foi interrompida antes de acontecer. O banco de antes continua em uso, inteiro.',
    todo: 'O banco recuperado está pronto ao lado. Confirme a troca outra vez.',
  },
} as const
