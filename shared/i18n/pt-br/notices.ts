/** Notices: what is true, what is safe, who does what until when. No patient, no document, no folder is ever named. */
export const notices = {
  subject: {
    'copies-late': {
      title: 'Nada novo é guardado desde {{since}}',
      safe: 'O que já foi guardado continua guardado.',
    },
    'copy-stopped': {
      title: 'As cópias param no meio desde {{since}}',
      safe: 'O que já foi guardado continua guardado.',
    },
    'records-left-out': {
      title: 'O prontuário ficou de fora da última cópia',
      safe: 'As pastas foram guardadas, e o prontuário das cópias anteriores continua guardado.',
    },
    'place-away': {
      title: 'O HD das cópias não está ligado',
      safe: 'Nada foi perdido: o que já foi guardado continua nele.',
    },
    'place-full': {
      title: 'O HD das cópias está cheio',
      safe: 'O que já foi guardado continua guardado; nada novo cabe.',
    },
    'key-missing': {
      title: 'A chave do cofre não está neste computador',
      safe: 'As cópias continuam inteiras, e o kit abre tudo.',
    },
    'vault-damaged': {
      title: 'Uma parte do cofre está estragada',
      safe: 'Os originais da clínica não foram tocados.',
    },
    'proof-expired': {
      title: 'As cópias não são conferidas há muito tempo',
      safe: 'Nada se perdeu: falta só abrir e conferir.',
    },
    'other-disk-late': {
      title: 'A cópia do outro disco está atrasada',
      safe: 'Nada foi perdido: a do HD principal está em dia.',
    },
    'mass-change': {
      title: 'Muitos documentos mudaram de uma vez',
      safe: 'Por segurança, nenhuma cópia antiga será apagada.',
    },
    'source-shrunk': {
      title: 'Uma parte da clínica ficou muito menor de repente',
      safe: 'As cópias anteriores, com tudo, continuam guardadas.',
    },
    'disk-due': {
      title: 'Hoje é dia de trocar o disco do mês',
      safe: 'O que já foi guardado continua guardado.',
    },
    'disk-overdue': {
      title: 'O disco do mês não é trocado desde {{since}}',
      safe: 'Nada foi perdido: as cópias daqui continuam em dia.',
    },
    'disk-wrong': {
      title: 'Este não é o disco esperado',
      safe: 'Não gravamos nada nele.',
    },
    'disk-stopped': {
      title: 'A gravação do disco do mês parou no meio',
      safe: 'O que já estava no disco continua nele.',
    },
    'disk-stays': {
      title: 'O disco do mês está pronto e continua na clínica',
      safe: 'A cópia nele está completa; fora da clínica ela protege também de roubo e incêndio.',
    },
    'disk-unread': {
      title: 'Um disco guardado fora precisa ser conferido',
      safe: 'Nada se perdeu: falta só ligar e conferir por inteiro, uma vez por ano.',
    },
    'tablet-quiet': {
      title: 'Um tablet não envia fotos há dias',
      safe: 'As fotos que já chegaram estão no computador; as novas podem estar só no aparelho.',
    },
    'taken-over': {
      title: 'Outro computador assumiu as cópias desta clínica',
      safe: 'O que já foi guardado continua guardado, e nada deste computador mudou.',
    },
    'register-changed': {
      title: 'O livro de registro não confere',
      safe: 'As cópias não foram tocadas. O que está errado no livro fica como está, para quem for examinar.',
    },
    'register-silent': {
      title: 'Nada novo entra no livro de registro',
      safe: 'As cópias continuam. O que precisa ficar anotado, como ver um prontuário, espera.',
    },
    'kit-unproven': {
      title: 'O kit de recuperação não é provado há dois meses',
      safe: 'As cópias continuam em dia: falta só mostrar que o papel existe e abre.',
    },
    'kit-old': {
      title: 'O papel do kit tem mais de seis meses',
      safe: 'As palavras continuam valendo: falta só um papel com a data e os lugares de hoje.',
    },
    'plan-paper': {
      title: 'O Plano da clínica em papel não é o de hoje',
      safe: 'As cópias continuam em dia: falta só um papel que sirva quando nada mais funcionar.',
    },
    'month-open': {
      title: 'O mês ainda não foi fechado',
      safe: 'As cópias continuam normalmente: falta a revisão de 5 minutos ou a pasta de evidências.',
    },
    'incident-term': {
      title: 'Há um incidente com prazo correndo',
      safe: 'O que foi registrado está guardado, e os rascunhos estão prontos.',
    },
    'drill-due': {
      title: 'O ensaio de recuperação do trimestre está na hora',
      safe: 'As cópias continuam em dia: falta só mostrar, com o relógio correndo, que elas voltam.',
    },
    'drill-found': {
      title: 'O ensaio automático da semana encontrou um problema',
      safe: 'Os documentos da clínica não foram tocados, e as cópias continuam. Saber disso antes de precisar é para o que o ensaio serve.',
    },
    'email-unsent': {
      title: 'Os avisos por e-mail não estão saindo',
      safe: 'As cópias continuam normalmente.',
    },
  },
  action: {
    'copy-now': { todo: 'faça uma cópia agora', button: 'Guardar agora' },
    'connect-place': { todo: 'ligue o HD das cópias', button: 'Já liguei' },
    'free-space': { todo: 'troque o HD por um maior', button: 'Ver o espaço' },
    'type-kit': { todo: 'digite as 24 palavras do kit', button: 'Digitar as palavras' },
    'check-now': { todo: 'confira as cópias', button: 'Conferir' },
    'mend-place': { todo: 'conserte o lugar com as outras cópias', button: 'Ver o lugar' },
    'choose-folder': { todo: 'veja o que protegemos e escolha de novo', button: 'Ver o que protegemos' },
    answer: { todo: 'diga se foi alguém da clínica', button: 'Responder' },
    'fix-settings': { todo: 'confira os ajustes', button: 'Abrir os ajustes' },
    'call-technician': { todo: 'chame o técnico', button: 'Ver o código' },
    'swap-disk': { todo: 'pegue o disco da vez e ligue neste computador', button: 'Ver qual disco' },
    'take-disk': { todo: 'digam quem leva o disco para fora da clínica', button: 'Quem vai levar?' },
    'bring-disk': { todo: 'tragam o disco para conferir', button: 'Ver qual disco' },
    'prove-kit': { todo: 'pegue o papel e digite três palavras', button: 'Provar o kit' },
    'print-plan': { todo: 'confira e imprima o plano', button: 'Ver o plano' },
    'close-month': { todo: 'faça a revisão do mês', button: 'Ver o mês' },
    'answer-incident': { todo: 'veja o prazo e decida com o advogado', button: 'Ver o incidente' },
    'begin-drill': { todo: 'escolha um ensaio e marque uma hora com a equipe', button: 'Ver os ensaios' },
    'look-at-drill': { todo: 'veja o que o ensaio encontrou e confira o lugar', button: 'Ver o ensaio' },
    'look-at-register': { todo: 'veja o Histórico com o técnico', button: 'Abrir o Histórico' },
    'print-kit': { todo: 'imprima o kit de novo', button: 'Imprimir o kit' },
    'look-at-tablet': { todo: 'abra a página no tablet e envie as fotos', button: 'Ver qual tablet' },
  },
  who: { reception: 'Recepção', manager: 'Gerência', technician: 'Técnico', everyone: 'Todos' },
  whoJoin: '{{first}} e {{last}}',
  todoUntil: '{{who}}: {{todo}}, até {{until}}.',
  todoNow: '{{who}}: {{todo}} agora.',
  otherwise: {
    first: 'Depois disso avisamos também a gerência.',
    manager: 'Depois disso avisamos todos.',
  },
  email: {
    subject: '{{clinic}}: {{title}}',
    since: 'Desde {{since}}.',
    code: 'Para o técnico: {{code}}',
    trial: {
      subject: '{{clinic}}: teste dos avisos',
      text: 'Este é um teste: os avisos do Salvaguarda chegam a este endereço. Nada precisa ser feito.',
    },
    foot: 'Aviso do Salvaguarda, no computador da clínica. No máximo um por assunto e por dia, até ser resolvido. Ele nunca traz nomes de pacientes nem de documentos.',
  },
} as const
