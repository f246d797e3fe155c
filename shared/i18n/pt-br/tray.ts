/** The icon beside the clock: a sentence, and the two or three things its menu can do. */
export const tray = {
  ok: 'Tudo guardado. Última cópia: {{when}}.',
  working: 'Guardando agora. Pode atender normalmente.',
  attention: 'Guardado, com atenção: {{what}}.',
  needsYou: 'Precisa de você: {{what}}.',
  what: {
    none: 'ainda não há cópia',
    late: 'última cópia {{when}}',
    away: 'o HD das cópias não está ligado',
    skipped: 'algo ficou de fora da última cópia',
    damaged: 'uma parte do cofre está estragada',
    stopped: 'a última cópia parou no meio',
    locked: 'digite as palavras do kit',
    fresh: 'termine os primeiros passos',
    putOff: 'um aviso foi adiado',
    refused: 'abra o Salvaguarda para ver por que não há cópias',
    engine: 'a parte que faz as cópias está reiniciando',
  },
  open: 'Abrir o Salvaguarda',
  copyNow: 'Guardar agora',
  recover: 'Recuperar',
  quit: 'Encerrar o Salvaguarda (as cópias param)',
  engineStopped: {
    title: 'As cópias pararam neste computador',
    body: 'O que já foi guardado continua guardado. Recepção: chame o técnico hoje.',
  },
} as const
