/** The words of the kit open the app where the computer has no key. */
export const unlock = {
  title: 'Digite as palavras do kit',
  lead: 'As cópias estão inteiras. Para voltar a guardar, o cofre da {{clinic}} precisa das 24 palavras do papel.',
  open: 'Abrir o cofre',
  opening: 'Abrindo o cofre…',
  why: 'Por que é preciso?',
} as const
