/** The frame around every screen: where one can go, how it looks, and what to say when a part of the program is away. */
export const app = {
  skipToContent: 'Ir para o conteúdo',
  menu: 'Partes do Salvaguarda',
  home: 'Início',
  protected: 'O que protegemos',
  recover: 'Recuperar',
  disks: 'Discos',
  settings: 'Ajustes',
  opening: 'Abrindo o Salvaguarda…',
  preferences: {
    open: 'Aparência e idioma',
    title: 'Aparência e idioma',
    language: 'Idioma',
    portuguese: 'Português',
    english: 'English',
    theme: 'Cores',
    system: 'Como no computador',
    light: 'Claras',
    dark: 'Escuras',
    textSize: 'Tamanho das letras',
    percent: '{{percent}} %',
  },
  engine: {
    title: 'A parte que faz as cópias está reiniciando',
    body: 'O que já estava guardado continua guardado. Ela volta sozinha em alguns segundos.',
    often: 'O que já estava guardado continua guardado. Ela já parou {{attempt}} vezes: se demorar, chame o técnico.',
  },
  wall: {
    title: 'Esta tela parou no meio',
    body: 'O que já estava guardado continua guardado. Abra a tela de novo; se repetir, chame o técnico.',
    reload: 'Abrir de novo',
  },
} as const
