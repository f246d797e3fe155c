/** Ensaios: what stands in the way of one. */
export const drillErrors = {
  DRILL_101: {
    safe: 'Já há um ensaio em andamento neste computador.',
    todo: 'Termine ou encerre esse ensaio antes de começar outro.',
  },
  DRILL_102: {
    safe: 'Este passo não é o da vez, ou o ensaio já terminou. Nada se perdeu.',
    todo: 'Abra a tela Ensaios e siga do passo que ela mostra.',
  },
  DRILL_103: {
    safe: 'Falta à clínica algo de que este ensaio precisa.',
    todo: 'O cartão do ensaio diz o que falta. Arrume isso, ou escolha outro ensaio.',
  },
} as const
