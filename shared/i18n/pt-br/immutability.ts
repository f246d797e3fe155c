/** Cópias que ninguém consegue apagar: o que se diz antes de ligar, e o que a prova mostrou. `date` é dia e mês. */
export const immutability = {
  title: 'Ninguém consegue apagar',
  lead: 'O que chega a este lugar fica protegido por {{days}} dias. Nem um vírus, nem um funcionário, nem um ladrão com a senha deste computador apaga antes disso.',
  form: {
    on: 'Proteger contra apagar',
    notThere: 'Esta nuvem não tem a proteção contra apagar que usamos: quem tiver a chave consegue apagar as cópias.',
    needs: 'O espaço (bucket) precisa ter sido criado já com a proteção contra apagar ligada: peça ao técnico.',
    days: 'Por quantos dias',
    daysHint: 'De 1 a 3650. Para começar, 30.',
    mode: 'Quem ainda consegue apagar antes do prazo',
    modes: { compliance: 'Ninguém', governance: 'Só o dono da conta na nuvem' },
    unproven:
      'Depois que o lugar for acrescentado, tentamos apagar uma cópia de teste com a chave deste computador. Até lá fica escrito “ainda não comprovado”.',
  },
  before: {
    title: 'Antes de ligar',
    noUndo:
      'Não há como voltar atrás: o que já foi protegido fica até o fim do prazo, mesmo que a clínica se arrependa.',
    cost: 'O espaço continua sendo cobrado até o fim do prazo, também o das cópias antigas. Fechar a conta antes pode ser cobrado ou não ser aceito.',
    renews:
      'O prazo do que ainda está em uso é renovado sozinho, um pouco por dia. Se este computador ficar parado mais de {{days}} dias, a proteção acaba.',
    cleaning: 'A limpeza das cópias antigas pede outra chave, que fica com o dono, fora deste computador.',
    governance:
      'Neste modo, o dono da conta na nuvem ainda consegue apagar. Quem só tem a chave deste computador, não.',
    agree: 'Entendi: não dá para desfazer',
  },
  proof: {
    button: 'Provar agora',
    running: 'Tentando apagar uma cópia de teste com a chave deste computador…',
    compliance: 'Ninguém consegue apagar até {{date}}.',
    governance:
      'Quem tem a chave deste computador não consegue apagar até {{date}}. O dono da conta na nuvem consegue.',
    canHide:
      'A chave deste computador ainda consegue esconder cópias, o que o dono da conta desfaz. Peça ao técnico uma chave que só acrescenta.',
    remove: 'Alguém com a chave deste computador consegue apagar as cópias. A cópia de teste foi apagada.',
    bypass:
      'A chave deste computador tem permissão para passar por cima da proteção e apagar. Peça ao técnico uma chave sem isso.',
    shorten: 'A chave deste computador consegue encurtar o prazo da proteção. Peça ao técnico uma chave sem isso.',
    replace: 'Alguém com a chave deste computador consegue gravar por cima das cópias.',
    notLocked: 'Este lugar não protege contra apagar: quem tiver a chave consegue apagar tudo.',
    failed: 'Não deu para provar agora. As cópias não mudaram.',
    unproven: 'Que ninguém consegue apagar: ainda não comprovado',
    at: 'Provado em {{date}}',
  },
  technician: {
    policy: 'Permissões da chave do dia a dia',
    cleaningPolicy: 'Permissões da chave de limpeza',
    copy: 'Copiar',
    copied: 'Copiado',
    lead: 'Crie duas chaves: a do dia a dia, que só acrescenta e fica neste computador, e a de limpeza, que fica com o dono. Cole em cada uma as permissões dela.',
    needsBucket: 'Escreva antes o nome do espaço: as permissões falam dele.',
    unlimited:
      'Nesta nuvem não dá para limitar o que uma chave faz. O prazo da proteção continua valendo, mas quem tiver a chave consegue esconder cópias.',
  },
} as const
