import type { Language } from '#shared/units/index.ts'

const ptBr = {
  password: 'Senha do cofre: ',
  vaultMade: 'Cofre criado. Guarde a senha: sem ela ninguém recupera os dados. Nem nós.',
  kitShown:
    'Kit de recuperação (24 palavras). Escreva em papel e guarde fora da clínica. Elas não serão mostradas de novo:',
  copyMade: 'Guardado: cópia {{id}}, {{files}} arquivos, {{bytes}} lidos, {{added}} novos no cofre, em {{time}}.',
  skipped: 'Ficou fora: {{path}} ({{code}})',
  skips: '{{count}} itens ficaram fora desta cópia.',
  recovered: 'Recuperado: {{files}} arquivos, {{bytes}}, em {{time}}.',
  notRecovered: 'Não recuperado: {{path}} ({{code}})',
  checked: 'Conferido: {{snapshots}} cópias, {{packs}} pacotes, {{blobs}} blocos. Nenhum problema.',
  checkedData: 'Todos os dados foram lidos: {{bytes}}.',
  checkedPart: 'Foi lida só a parte pedida dos dados: {{bytes}}.',
  checkedNoData: 'Os dados não foram lidos; use --read-data para ler tudo.',
  problem: 'Problema: {{what}} {{id}} ({{code}})',
  problems: '{{count}} problemas. As cópias não foram tocadas.',
  noCopies: 'Nenhuma cópia neste cofre.',
  keyAdded: 'Chave {{id}} criada.',
  keyRemoved: 'Chave {{id}} retirada.',
  keyChanged: 'Senha trocada: a nova chave é {{id}}.',
  foundIn: 'Na cópia {{id}}, de {{time}}:',
  notFound: 'Nada encontrado.',
  keptCopy: 'fica  {{id}}  {{time}}  {{why}}',
  removedCopy: 'sai   {{id}}  {{time}}',
  retentionPlan: '{{remove}} de {{all}} cópias podem sair.',
  notDone: 'Nada foi feito. Para fazer: --yes --people NOME,NOME',
  refusedWhy: 'Agora não seria feito: {{why}}.',
  trashed: '{{count}} cópias foram para a lixeira. Por 30 dias: trash restore CÓPIA.',
  prunePlan:
    '{{freed}} de {{stored}} voltam a ficar livres: {{remove}} pacotes saem, {{rewrite}} são regravados. Na lixeira ficam {{kept}} cópias, {{expired}} venceram.',
  pruned: 'Pronto: {{freed}} livres de novo, {{removed}} pacotes apagados.',
  trashEmpty: 'A lixeira está vazia.',
  broughtUp: 'Em dia: {{copies}} cópias levadas, {{bytes}}.',
  cameBack: 'A cópia {{id}} voltou para a lista.',
  mapPatient: 'Pacientes: tabela {{table}}, chave {{key}}',
  mapName: '  nome: {{columns}}',
  mapCpf: '  CPF: {{columns}}',
  mapBirth: '  nascimento: {{columns}}',
  mapSex: '  sexo: {{columns}}',
  mapJoin: '  mais sobre o paciente em {{table}} ({{on}})',
  mapCandidates: 'Tabelas que pareciam ser a de pacientes, com pontos:',
  mapFound: 'Encontrado: {{found}} tabelas ligadas ao paciente, de {{tables}}.',
  mapLegend:
    '  FK: chave declarada no banco · ~: o nome diz, e os valores conferem · ≈: só os valores dizem · 0-9: só os dígitos contam',
  mapFiles: 'Arquivos e imagens: {{count}} colunas.',
  mapMissed: 'Não alcançado, mas parece ser de paciente: {{count}} tabelas.',
  mapOthers: 'Não alcançado e sem nada de paciente: {{count}} tabelas.',
  mapUnconfirmed: 'É uma proposta. Confira cada ligação antes de entregar um prontuário com este mapa.',
  recordDatabases: 'Há mais de um banco nesta cópia. Escolha um com --database:',
  recordPatients: 'Há mais de um paciente assim. Escolha um com --patient N:',
  recordTaken:
    'Prontuário em {{folder}}: {{rows}} linhas do banco, {{files}} fotos e documentos; {{missing}} citados não estavam na cópia. A pasta não é cifrada: entregue a quem pediu e apague depois.',
  auditGood: 'Livro de registro conferido: {{lines}} linhas, nenhuma mudada, nenhuma faltando.',
  auditSealed:
    'Conferido também com o selo e com a ponta do livro em {{copies}} cópias. Linhas no fim ainda sem selo: {{unsealed}}.',
  auditNoVault: 'O selo e as cópias não foram conferidos; use --vault para conferir com elas.',
  auditWrong: 'O livro de registro não confere. Nada foi mudado nele; as cópias não foram tocadas.',
  auditWritten: 'Livro de registro escrito: {{lines}} linhas em {{folder}}.',
  packetWritten: 'Pacote para o técnico: {{file}}. Abra e leia antes de mandar.',
  auditNotWritten: 'O livro de registro deste computador não pôde ser escrito. O comando continua.',
  'audit-changed': 'Parte {{part}}, linha {{line}}: foi mudada.',
  'audit-missing': 'Parte {{part}}, linha {{line}}: falta.',
  'audit-unlinked': 'Parte {{part}}, linha {{line}}: está fora do lugar ou não segue a anterior.',
  'audit-cut': 'Parte {{part}}: da linha {{line}} em diante foi cortado.',
  'audit-remade': 'Parte {{part}}, linha {{line}}: não é a que o selo ou as cópias lembram.',
  'audit-segment-missing': 'Parte {{part}}, de {{line}} linhas: não está mais aqui.',
  'audit-unreadable': 'Parte {{part}}, linha {{line}}: não se lê.',
} as const

const en: Record<keyof typeof ptBr, string> = {
  password: 'Password of the vault: ',
  vaultMade: 'Vault made. Keep the password: without it nobody recovers the data. Not even us.',
  kitShown: 'Recovery kit (24 words). Write it on paper and keep it outside the clinic. It will not be shown again:',
  copyMade: 'Kept: copy {{id}}, {{files}} files, {{bytes}} read, {{added}} new in the vault, in {{time}}.',
  skipped: 'Left out: {{path}} ({{code}})',
  skips: '{{count}} items were left out of this copy.',
  recovered: 'Recovered: {{files}} files, {{bytes}}, in {{time}}.',
  notRecovered: 'Not recovered: {{path}} ({{code}})',
  checked: 'Checked: {{snapshots}} copies, {{packs}} packs, {{blobs}} blobs. No problem.',
  checkedData: 'All data was read: {{bytes}}.',
  checkedPart: 'Only the asked part of the data was read: {{bytes}}.',
  checkedNoData: 'The data was not read; use --read-data to read everything.',
  problem: 'Problem: {{what}} {{id}} ({{code}})',
  problems: '{{count}} problems. The copies were not touched.',
  noCopies: 'No copy in this vault.',
  keyAdded: 'Key {{id}} made.',
  keyRemoved: 'Key {{id}} removed.',
  keyChanged: 'Password changed: the new key is {{id}}.',
  foundIn: 'In copy {{id}} of {{time}}:',
  notFound: 'Nothing found.',
  keptCopy: 'stays {{id}}  {{time}}  {{why}}',
  removedCopy: 'goes  {{id}}  {{time}}',
  retentionPlan: '{{remove}} of {{all}} copies may go.',
  notDone: 'Nothing was done. To do it: --yes --people NAME,NAME',
  refusedWhy: 'It would not be done now: {{why}}.',
  trashed: '{{count}} copies went to the trash. For 30 days: trash restore COPY.',
  prunePlan:
    '{{freed}} of {{stored}} become free again: {{remove}} packs go, {{rewrite}} are rewritten. {{kept}} copies stay in the trash, {{expired}} have expired.',
  pruned: 'Done: {{freed}} free again, {{removed}} packs deleted.',
  trashEmpty: 'The trash is empty.',
  broughtUp: 'Up to date: {{copies}} copies taken over, {{bytes}}.',
  cameBack: 'Copy {{id}} is back in the list.',
  mapPatient: 'Patients: table {{table}}, key {{key}}',
  mapName: '  name: {{columns}}',
  mapCpf: '  CPF: {{columns}}',
  mapBirth: '  birth: {{columns}}',
  mapSex: '  sex: {{columns}}',
  mapJoin: '  more about the patient in {{table}} ({{on}})',
  mapCandidates: 'Tables that looked like the one of patients, with points:',
  mapFound: 'Found: {{found}} tables that hang on the patient, of {{tables}}.',
  mapLegend:
    '  FK: key declared in the database · ~: the name says so and the values fit · ≈: only the values say so · 0-9: only digits count',
  mapFiles: 'Files and pictures: {{count}} columns.',
  mapMissed: 'Not reached, though it looks like a patient’s: {{count}} tables.',
  mapOthers: 'Not reached, nothing of a patient in it: {{count}} tables.',
  mapUnconfirmed: 'This is a proposal. Look at each link before a record is handed over by this map.',
  recordDatabases: 'There is more than one database in this copy. Choose one with --database:',
  recordPatients: 'There is more than one such patient. Choose one with --patient N:',
  recordTaken:
    'Record in {{folder}}: {{rows}} rows of the database, {{files}} photos and documents; {{missing}} named ones were not in the copy. The folder is not encrypted: hand it to whoever asked and delete it afterwards.',
  auditGood: 'Register checked: {{lines}} lines, none changed, none missing.',
  auditSealed:
    'Checked with the seal and with where the register ends in {{copies}} copies. Lines at the end still without a seal: {{unsealed}}.',
  auditNoVault: 'Seal and copies were not checked; use --vault to check with them.',
  auditWrong: 'The register is not right. Nothing in it was changed; the copies were not touched.',
  auditWritten: 'Register written: {{lines}} lines in {{folder}}.',
  packetWritten: 'Packet for the technician: {{file}}. Open and read it before it goes.',
  auditNotWritten: 'The register of this computer could not be written. The command goes on.',
  'audit-changed': 'Part {{part}}, line {{line}}: was changed.',
  'audit-missing': 'Part {{part}}, line {{line}}: is missing.',
  'audit-unlinked': 'Part {{part}}, line {{line}}: is out of place or does not follow the one before.',
  'audit-cut': 'Part {{part}}: from line {{line}} on it was cut off.',
  'audit-remade': 'Part {{part}}, line {{line}}: is not the one that the seal or the copies remember.',
  'audit-segment-missing': 'Part {{part}}, of {{line}} lines: is not here any more.',
  'audit-unreadable': 'Part {{part}}, line {{line}}: cannot be read.',
}

/** Every sentence of the command line. */
export const dictionaries = { 'pt-BR': ptBr, en }
export type Word = keyof typeof ptBr

/** One sentence of the command line, its placeholders filled. */
export function say(language: Language, word: Word, params: Readonly<Record<string, string | number>> = {}): string {
  return fillIn(dictionaries[language][word], params)
}

/** Fills `{{name}}` placeholders, as i18next does for the window. */
export function fillIn(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(params[name] ?? whole))
}
