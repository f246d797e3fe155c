/** What can go wrong with the paper, and on the way back from nothing. */
export const kitErrors = {
  KIT_101: {
    safe: 'As palavras {{first}} e {{second}} parecem trocadas de lugar. Nada mudou.',
    todo: 'Confira essas duas no papel, na ordem.',
  },
  KIT_102: {
    safe: 'Todas as palavras existem, mas juntas não formam um kit: uma delas é outra, ou a ordem mudou. Nada mudou.',
    todo: 'Confira as 24 palavras no papel, uma por uma, com o dedo na linha.',
  },
  KIT_103: {
    safe: 'O kit está escrito certo, mas não abre este cofre: é de outra clínica ou foi trocado. O kit deste cofre foi feito em {{madeAtMs, datetime}}. Nada mudou.',
    todo: 'Compare com a data impressa no papel e procure o kit dessa data.',
  },
  KIT_104: {
    safe: 'Não achamos o código do kit nesta imagem. Nada mudou.',
    todo: 'Use uma foto de perto, reta e com luz, ou digite as palavras.',
  },
  KIT_105: {
    safe: 'O código desta imagem não é o de um kit de recuperação. Nada mudou.',
    todo: 'Use o código que está no papel do kit, ou digite as palavras.',
  },
  KIT_106: {
    safe: 'Não há câmera que o Salvaguarda possa usar agora. Nada mudou.',
    todo: 'Ligue a câmera, use uma foto do papel ou digite as palavras.',
  },
  KIT_107: {
    safe: 'Este computador ainda não conhece o papel do kit. As cópias continuam normalmente.',
    todo: 'Digite uma vez as 24 palavras, em Imprimir o kit de novo.',
  },
  PLAN_101: {
    safe: 'Nada foi registrado. A lei ainda guarda estes prontuários: 20 anos desde o último registro.',
    todo: 'A comissão pode decidir a partir de {{year}}.',
  },
  PLAN_102: {
    safe: 'Isto não está no registro desta clínica. Nada mudou.',
    todo: 'Volte à lista e escolha de novo.',
  },
  PLAN_103: {
    safe: 'A revisão não foi guardada: falta olhar alguma pergunta.',
    todo: 'Leia e marque cada uma das perguntas.',
  },
  PLAN_104: {
    safe: 'O incidente continua aberto no registro.',
    todo: 'Antes de encerrar, decida sobre o risco e registre a comunicação à ANPD, ou por que ela não foi feita.',
  },
  NEW_101: {
    safe: 'Há {{count, number}} cofres neste lugar. Nada foi gravado nele.',
    todo: 'Escolha qual deles abrir.',
  },
  NEW_102: {
    safe: 'Nenhum cofre está aberto agora. Nada mudou.',
    todo: 'Escolha o cofre e digite as palavras do kit outra vez.',
  },
  NEW_103: {
    safe: 'Outro computador assumiu as cópias desta clínica. O que já foi guardado continua guardado, e nada deste computador mudou.',
    todo: 'Diga qual dos dois continua: nos dois ao mesmo tempo, as cópias se misturam.',
  },
  NEW_104: {
    safe: 'Nenhum cofre respondeu nesse endereço. Nada foi gravado.',
    todo: 'Confira a internet, o endereço e a pasta (ou o espaço, bucket) e tente de novo.',
  },
  NEW_105: {
    safe: 'Um dos livros do programa que estava na cópia não pôde ser lido. Os outros vieram.',
    todo: 'Confira o que falta em Plano, Pessoas, Inventário e Discos, e escreva de novo.',
  },
} as const
