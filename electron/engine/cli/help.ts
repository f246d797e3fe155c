import type { Language } from '#shared/units/index.ts'
import type { CommandName } from './options.ts'

type Help = { readonly usage: string; readonly does: string; readonly options: readonly (readonly [string, string])[] }

const DECIDED_PT = [
  ['-n, --dry-run', 'só mostra, mesmo com --yes'],
  ['--yes --people NOME,NOME', 'faz; as duas pessoas que viram o plano'],
] as const
const DECIDED_EN = [
  ['-n, --dry-run', 'only shows, even with --yes'],
  ['--yes --people NAME,NAME', 'does it; the two people who saw the plan'],
] as const

const ptBr: Readonly<Record<CommandName, Help>> = {
  init: {
    usage: 'init [--kit]',
    does: 'Cria um cofre novo.',
    options: [['--kit', 'a senha é um kit de recuperação novo, mostrado uma vez']],
  },
  backup: {
    usage: 'backup PASTA… sqlite:ARQUIVO…',
    does: 'Guarda pastas e bancos SQLite em uso.',
    options: [
      ['-e, --exclude PADRÃO', 'deixa de fora; pode repetir'],
      ['--tag ETIQUETA', 'marca a cópia; pode repetir'],
      ['-H, --host NOME', 'nome do computador na cópia'],
      ['--parent CÓPIA', 'compara com esta cópia'],
      ['-f, --force', 'lê tudo de novo, mesmo o que não mudou'],
    ],
  },
  snapshots: {
    usage: 'snapshots',
    does: 'Lista as cópias do cofre.',
    options: [
      ['--tag ETIQUETA', 'só as que têm a etiqueta'],
      ['-H, --host NOME', 'só as deste computador'],
      ['--path PASTA', 'só as desta pasta; pode repetir'],
      ['--latest N', 'só as N mais novas'],
    ],
  },
  ls: {
    usage: 'ls CÓPIA [PASTA…]',
    does: 'Mostra o que há numa cópia.',
    options: [
      ['-l, --long', 'com modo, dono, tamanho e data'],
      ['--host, --tag, --path', 'qual cópia é a `latest`'],
    ],
  },
  find: {
    usage: 'find PADRÃO',
    does: 'Procura nomes em todas as cópias.',
    options: [
      ['-s, --snapshot CÓPIA', 'só nesta cópia; pode repetir'],
      ['-i, --ignore-case', 'maiúsculas não importam'],
    ],
  },
  restore: {
    usage: 'restore CÓPIA --target PASTA',
    does: 'Recupera uma cópia, ou partes dela, dentro de uma pasta. Não troca o que já existe.',
    options: [
      ['-t, --target PASTA', 'onde colocar'],
      ['-i, --include CAMINHO', 'só isto; pode repetir'],
      ['--overwrite', 'troca o que já existe'],
      ['--host, --tag, --path', 'qual cópia é a `latest`'],
    ],
  },
  check: {
    usage: 'check [--read-data]',
    does: 'Confere o cofre.',
    options: [
      ['--read-data', 'lê e confere cada byte'],
      ['--read-data-subset N/T', 'só a parte N de T; ou 5%, ao acaso'],
    ],
  },
  forget: {
    usage: 'forget --keep-daily N…',
    does: 'Mostra que cópias antigas de um plano podem sair; com --yes e --people elas vão para a lixeira por 30 dias.',
    options: [
      ['--tag ETIQUETA', 'o plano; só cópias com esta etiqueta saem'],
      ['--keep-daily N, --keep-weekly N', 'a mais nova de cada um dos últimos N dias, semanas'],
      ['--keep-monthly N, --keep-yearly N', 'o mesmo para meses e anos'],
      ['--at-most N', 'só as N mais antigas desta vez'],
      ...DECIDED_PT,
    ],
  },
  prune: {
    usage: 'prune',
    does: 'Mostra quanto espaço as cópias que saíram devolvem; com --yes e --people o espaço é devolvido.',
    options: [
      ['--max-unused N%', 'quanto pode ficar sem uso nos pacotes (5%)'],
      ['--allow-more-than-half', 'também quando mais da metade sai'],
      ...DECIDED_PT,
    ],
  },
  trash: {
    usage: 'trash list|restore CÓPIA',
    does: 'Mostra as cópias na lixeira ou traz uma de volta.',
    options: [],
  },
  copy: {
    usage: 'copy --to PASTA',
    does: 'Põe em dia um segundo lugar deste cofre; cria, se ainda não existe.',
    options: [
      ['--to PASTA', 'o segundo lugar'],
      ['--to-place ARQUIVO', 'ou um lugar na rede, como em --place'],
      ['--to-secret-file ARQUIVO', 'a senha ou chave dele'],
    ],
  },
  'test-place': {
    usage: 'test-place',
    does: 'Testa se um lugar serve para as cópias, em pastas próprias que depois saem.',
    options: [],
  },
  'ehr-map': {
    usage: 'ehr-map discover ARQUIVO',
    does: 'Propõe onde um sistema guarda o que é de cada paciente: banco SQLite, ou dump em texto do PostgreSQL ou MariaDB. Só nomes de tabelas e colunas.',
    options: [
      ['--table TABELA', 'a tabela dos pacientes, quando a proposta erra'],
      ['--write ARQUIVO', 'grava o mapa proposto, em JSON'],
    ],
  },
  record: {
    usage: 'record CÓPIA PACIENTE',
    does: 'Leva o prontuário de um paciente de dentro de uma cópia, sem o sistema da clínica.',
    options: [
      ['-t, --target PASTA', 'onde colocar; ganha uma pasta própria, que não é cifrada'],
      ['--person NOME', 'quem está tirando; fica no documento'],
      ['--reason MOTIVO', 'system-down, urgent-care, patient-asks, lost-in-system, legal ou drill'],
      ['--patient N', 'qual dos encontrados, pelo número da lista'],
      ['--database CAMINHO', 'qual banco, quando a cópia tem mais de um'],
      ['--map ARQUIVO', 'o mapa de `ehr-map`, depois de conferido'],
      ['--host, --tag, --path', 'qual cópia é a `latest`'],
    ],
  },
  audit: {
    usage: 'audit verify|export',
    does: 'Confere o livro de registro do que foi feito, linha por linha, ou o escreve em CSV e HTML. Com --vault, também contra o que as cópias e o selo lembram.',
    options: [
      ['--data PASTA', 'a pasta de dados do programa (ou SALVAGUARDA_DATA_FOLDER)'],
      ['-t, --target PASTA', 'onde escrever (export)'],
    ],
  },
  diagnose: {
    usage: 'diagnose [--preview]',
    does: 'Faz o pacote para o técnico: versões, códigos, idades e tamanhos, sem nome de ninguém. Com --vault, os sinais são os da clínica.',
    options: [
      ['--preview', 'só mostra o que iria no pacote; não grava'],
      ['--without PARTE,PARTE', 'deixa partes de fora (settings, facts, lines…)'],
      ['--data PASTA', 'a pasta de dados do programa (ou SALVAGUARDA_DATA_FOLDER)'],
      ['-t, --target PASTA', 'onde gravar; sem isto, aqui'],
    ],
  },
  key: {
    usage: 'key list|add|remove CHAVE|passwd',
    does: 'Cuida das chaves que abrem o cofre.',
    options: [
      ['--new-password-file ARQUIVO', 'a senha nova (add, passwd)'],
      ['--user NOME, --host NOME', 'como a chave se chama'],
    ],
  },
}

const en: typeof ptBr = {
  init: {
    usage: 'init [--kit]',
    does: 'Makes a new vault.',
    options: [['--kit', 'the password is a new recovery kit, shown once']],
  },
  backup: {
    usage: 'backup FOLDER… sqlite:FILE…',
    does: 'Copies folders and SQLite databases in use.',
    options: [
      ['-e, --exclude PATTERN', 'leaves out; may be repeated'],
      ['--tag TAG', 'marks the copy; may be repeated'],
      ['-H, --host NAME', 'name of the computer in the copy'],
      ['--parent COPY', 'compares with this copy'],
      ['-f, --force', 'reads everything again, changed or not'],
    ],
  },
  snapshots: {
    usage: 'snapshots',
    does: 'Lists the copies of the vault.',
    options: [
      ['--tag TAG', 'only those that have the tag'],
      ['-H, --host NAME', 'only those of this computer'],
      ['--path FOLDER', 'only those of this folder; may be repeated'],
      ['--latest N', 'only the N newest'],
    ],
  },
  ls: {
    usage: 'ls COPY [FOLDER…]',
    does: 'Shows what a copy holds.',
    options: [
      ['-l, --long', 'with mode, owner, size and date'],
      ['--host, --tag, --path', 'which copy is the `latest`'],
    ],
  },
  find: {
    usage: 'find PATTERN',
    does: 'Looks for names in all copies.',
    options: [
      ['-s, --snapshot COPY', 'only in this copy; may be repeated'],
      ['-i, --ignore-case', 'capitals do not matter'],
    ],
  },
  restore: {
    usage: 'restore COPY --target FOLDER',
    does: 'Recovers a copy, or parts of it, below a folder. Replaces nothing that is there.',
    options: [
      ['-t, --target FOLDER', 'where to put it'],
      ['-i, --include PATH', 'only this; may be repeated'],
      ['--overwrite', 'replaces what is there'],
      ['--host, --tag, --path', 'which copy is the `latest`'],
    ],
  },
  check: {
    usage: 'check [--read-data]',
    does: 'Checks the vault.',
    options: [
      ['--read-data', 'reads and checks every byte'],
      ['--read-data-subset N/T', 'only part N of T; or 5%, at random'],
    ],
  },
  forget: {
    usage: 'forget --keep-daily N…',
    does: 'Shows which old copies of a plan may go; with --yes and --people they go to the trash for 30 days.',
    options: [
      ['--tag TAG', 'the plan; only copies with this tag go'],
      ['--keep-daily N, --keep-weekly N', 'the newest of each of the last N days, weeks'],
      ['--keep-monthly N, --keep-yearly N', 'the same for months and years'],
      ['--at-most N', 'only the N oldest this time'],
      ...DECIDED_EN,
    ],
  },
  prune: {
    usage: 'prune',
    does: 'Shows how much room the removed copies give back; with --yes and --people it is given back.',
    options: [
      ['--max-unused N%', 'how much of the packs may stay unused (5%)'],
      ['--allow-more-than-half', 'also when more than half goes'],
      ...DECIDED_EN,
    ],
  },
  trash: {
    usage: 'trash list|restore COPY',
    does: 'Lists the copies in the trash, or brings one back.',
    options: [],
  },
  copy: {
    usage: 'copy --to FOLDER',
    does: 'Brings a second place of this vault up to date; makes it when it is not there yet.',
    options: [
      ['--to FOLDER', 'the second place'],
      ['--to-place FILE', 'or a place on a network, as in --place'],
      ['--to-secret-file FILE', 'its password or key'],
    ],
  },
  'test-place': {
    usage: 'test-place',
    does: 'Tries whether a place can keep copies, in folders of its own that go again.',
    options: [],
  },
  'ehr-map': {
    usage: 'ehr-map discover FILE',
    does: 'Proposes where a system keeps what belongs to each patient: a SQLite database, or a plain dump of PostgreSQL or MariaDB. Names of tables and columns only.',
    options: [
      ['--table TABLE', 'the table of patients, where the proposal is wrong'],
      ['--write FILE', 'writes the proposed map as JSON'],
    ],
  },
  record: {
    usage: 'record COPY PATIENT',
    does: 'Takes the record of one patient out of a copy, without the system of the clinic.',
    options: [
      ['-t, --target FOLDER', 'where to put it; it gets a folder of its own, not encrypted'],
      ['--person NAME', 'who takes it out; it stands in the document'],
      ['--reason REASON', 'system-down, urgent-care, patient-asks, lost-in-system, legal or drill'],
      ['--patient N', 'which of those found, by its number in the list'],
      ['--database PATH', 'which database, where the copy has several'],
      ['--map FILE', 'the map of `ehr-map`, once it was looked at'],
      ['--host, --tag, --path', 'which copy is the `latest`'],
    ],
  },
  audit: {
    usage: 'audit verify|export',
    does: 'Checks the register of what was done, line by line, or writes it as CSV and HTML. With --vault, also against what the copies and the seal remember.',
    options: [
      ['--data FOLDER', 'the data folder of the program (or SALVAGUARDA_DATA_FOLDER)'],
      ['-t, --target FOLDER', 'where to write (export)'],
    ],
  },
  diagnose: {
    usage: 'diagnose [--preview]',
    does: 'Makes the packet for the technician: versions, codes, ages and sizes, nobody’s name. With --vault, signs are those of the clinic.',
    options: [
      ['--preview', 'only shows what would be in it; writes nothing'],
      ['--without PART,PART', 'leaves parts out (settings, facts, lines…)'],
      ['--data FOLDER', 'the data folder of the program (or SALVAGUARDA_DATA_FOLDER)'],
      ['-t, --target FOLDER', 'where to write; here without it'],
    ],
  },
  key: {
    usage: 'key list|add|remove KEY|passwd',
    does: 'Looks after the keys that open the vault.',
    options: [
      ['--new-password-file FILE', 'the new password (add, passwd)'],
      ['--user NAME, --host NAME', 'what the key is called'],
    ],
  },
}

const COMMON = {
  'pt-BR': {
    title: 'Salvaguarda na linha de comando. O cofre é um repositório do restic, formato 2.',
    use: 'Uso',
    commands: 'Comandos',
    options: 'Opções',
    always: [
      ['-r, --vault PASTA', 'o cofre (ou SALVAGUARDA_VAULT, RESTIC_REPOSITORY)'],
      ['--place ARQUIVO', 'ou um lugar na rede: JSON como em docs/manual/tecnico.md'],
      ['--secret-file ARQUIVO', 'a senha ou chave desse lugar'],
      ['-p, --password-file ARQUIVO', 'a senha (ou RESTIC_PASSWORD_FILE, RESTIC_PASSWORD)'],
      ['--json', 'respostas em JSON'],
      ['-q, --quiet', 'só o essencial'],
      ['--lang pt-BR|en', 'idioma'],
    ],
    exits:
      'Saída: 0 feito · 1 não feito · 3 feito com itens deixados de fora · 10 não há cofre · 11 cofre em uso · 12 senha errada · 130 interrompido',
  },
  en: {
    title: 'Salvaguarda on the command line. The vault is a restic repository, format 2.',
    use: 'Usage',
    commands: 'Commands',
    options: 'Options',
    always: [
      ['-r, --vault FOLDER', 'the vault (or SALVAGUARDA_VAULT, RESTIC_REPOSITORY)'],
      ['--place FILE', 'or a place on a network: JSON as in docs/manual/tecnico.md'],
      ['--secret-file FILE', 'the password or key of that place'],
      ['-p, --password-file FILE', 'the password (or RESTIC_PASSWORD_FILE, RESTIC_PASSWORD)'],
      ['--json', 'answers in JSON'],
      ['-q, --quiet', 'only what matters'],
      ['--lang pt-BR|en', 'language'],
    ],
    exits:
      'Exit: 0 done · 1 not done · 3 done with items left out · 10 no vault · 11 vault in use · 12 wrong password · 130 interrupted',
  },
} as const

/** The help page of one command, or of all. */
export function helpText(language: Language, command: CommandName | undefined): string {
  const helps = language === 'en' ? en : ptBr
  const common = COMMON[language]
  const row = ([left, right]: readonly [string, string]) => `  ${left.padEnd(36)}${right}`
  if (command !== undefined) {
    const { usage, does, options } = helps[command]
    return [
      does,
      '',
      `${common.use}: ${usage}`,
      '',
      `${common.options}:`,
      ...[...options, ...common.always].map(row),
    ].join('\n')
  }
  const all = Object.values(helps).map(({ usage, does }) => row([usage, does]))
  return [
    common.title,
    '',
    `${common.commands}:`,
    ...all,
    '',
    `${common.options}:`,
    ...common.always.map(row),
    '',
    common.exits,
  ].join('\n')
}
