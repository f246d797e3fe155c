/** The words of the kit open the app where the computer has no key. */
export const unlock = {
  title: 'Digite as palavras do kit',
  lead: 'As cópias estão inteiras. Para voltar a guardar, o cofre da {{clinic}} precisa das 24 palavras do papel.',
  label: 'As 24 palavras, na ordem do papel',
  hint: 'Separe com espaço. Acentos, números e maiúsculas não fazem diferença.',
  counted: '{{count, number}} de 24 palavras',
  typed: 'Palavras digitadas até agora',
  open: 'Abrir o cofre',
  opening: 'Abrindo o cofre…',
  why: 'Por que é preciso?',
} as const
