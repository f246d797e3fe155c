/** "Testar este lugar": o que foi tentado, uma frase cada, e o que quer dizer quando não dá certo. As chaves são as dos casos. */
export const placeTest = {
  title: 'Testar este lugar',
  intro: 'O teste grava e apaga só coisas dele, numa pasta própria. As cópias que já estão lá não são tocadas.',
  start: 'Testar agora',
  stop: 'Parar o teste',
  running: 'Testando este lugar…',
  fit: 'Este lugar serve para guardar as cópias.',
  unfit: 'Este lugar não serve para guardar as cópias do jeito que está.',
  notTried: 'O teste parou antes do fim.',
  asBefore: 'O lugar ficou como estava.',
  leftover: 'Ficou uma pasta do teste neste lugar, que daqui não se pode tirar. Ela pode ser apagada à mão.',
  speed: 'Enviar: {{up}} por segundo. Trazer de volta: {{down}} por segundo. Cada resposta leva {{latency}} ms.',
  free: 'Espaço livre: {{free}}.',
  kept: 'Deu certo',
  broken: 'Não deu certo',
  failed: 'Parou no meio ({{code}})',
  cases: {
    'absent-is-told': {
      tried: 'Perguntamos por uma pasta que não existe: o lugar tem de dizer que ela não está lá.',
      broken: 'O lugar finge que existe o que não existe: uma cópia poderia parecer guardada sem estar.',
    },
    'created-empty': {
      tried: 'Preparamos uma pasta nova, duas vezes: ela tem de nascer vazia e não perder nada na segunda.',
      broken: 'Preparar a pasta mexe no que já está nela: cópias poderiam sumir.',
    },
    'read-back': {
      tried: 'Guardamos coisas pequenas e grandes e lemos de volta: tudo tem de voltar igual.',
      broken: 'O que volta não é o que foi guardado: as cópias não seriam recuperadas.',
    },
    ranges: {
      tried: 'Pedimos só pedaços do que foi guardado: têm de vir os pedaços certos.',
      broken: 'O lugar entrega pedaços trocados. Uma foto voltaria estragada.',
    },
    'missing-is-told': {
      tried: 'Pedimos coisas que nunca foram guardadas: o lugar tem de responder que não as tem.',
      broken: 'O lugar não sabe dizer o que falta: uma cópia incompleta passaria por completa.',
    },
    removed: {
      tried: 'Apagamos uma coisa do teste: só ela pode sumir.',
      broken: 'Apagar não funciona, ou leva mais do que devia: a limpeza de cópias antigas não seria segura.',
    },
    'same-again': {
      tried: 'Guardamos a mesma coisa várias vezes ao mesmo tempo: tem de ficar uma só, inteira.',
      broken: 'Guardar de novo estraga o que já estava lá: uma cópia repetida depois de uma queda poderia se perder.',
    },
    'many-at-once': {
      tried: 'Guardamos e lemos quarenta coisas ao mesmo tempo: nenhuma pode se misturar com outra.',
      broken: 'O lugar se confunde quando recebe várias coisas juntas: as cópias sairiam misturadas.',
    },
    'own-bytes': {
      tried: 'Mudamos a nossa versão depois de guardar: a guardada não pode mudar junto.',
      broken: 'O que está guardado muda depois: nenhuma cópia ficaria como foi feita.',
    },
    'foreign-names': {
      tried: 'Tentamos guardar com nomes que levariam para fora da pasta: têm de ser recusados.',
      broken: 'O lugar aceita nomes que saem da pasta: coisas de outras pessoas poderiam ser trocadas.',
    },
  },
} as const
