import { join } from 'node:path'
import { databaseConnectors } from '#engine/connectors/index.ts'
import type { DatabaseServer } from '#shared/domain/index.ts'
import { freePort, type RunningServer, removeFolder, run, serverFolder, startServer, Writer } from './process.ts'
import { type Invariant, note, type TestServer } from './server.ts'

type MariaSource = Extract<DatabaseServer, { kind: 'mariadb' }>
const MASTER = 'senha-do-mestre-71c'
const READER = 'senha#da"cópia\'\\9f3 '

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\n', '\\n')}'`

/** A MariaDB server of its own on loopback, with passwords. */
export async function startMaria(): Promise<TestServer<MariaSource>> {
  const folder = await serverFolder('my')
  const data = join(folder, 'data')
  const socket = join(folder, 's')
  const port = await freePort()
  const install = ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db']
  await run('mariadb-install-db', install, { asServer: true })

  const client = [
    '--no-defaults',
    `--socket=${socket}`,
    '-uroot',
    '-N',
    '-B',
    '--raw',
    '--default-character-set=utf8mb4',
  ]
  const env = { MYSQL_PWD: MASTER }
  const ask = (database: string, input: string, password = MASTER) =>
    run('mariadb', [...client, ...(database ? [`--database=${database}`] : [])], {
      env: { MYSQL_PWD: password },
      input,
    })
  const start = (password = MASTER) =>
    startServer(
      'mariadbd',
      [
        '--no-defaults',
        `--datadir=${data}`,
        `--socket=${socket}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--pid-file=${join(folder, 'pid')}`,
        '--innodb-flush-log-at-trx-commit=0',
        '--innodb-buffer-pool-size=64M',
      ],
      {},
      () => ask('', 'select 1', password),
    )
  let server: RunningServer = await start('')
  await ask(
    '',
    `alter user root@localhost identified by ${quoted(MASTER)}; create user mestre@'%' identified by ${quoted(MASTER)};
    grant all on *.* to mestre@'%' with grant option; create user copia@'%' identified by ${quoted(READER)};
    grant select on mysql.proc to copia@'%'`,
    '',
  )

  return {
    connector: databaseConnectors.mariadb,
    secrets: { read: async (ref) => ({ mestre: MASTER, copia: READER })[ref] ?? null },
    passwords: [MASTER, READER],
    createClinic: async (name, patients) => {
      await ask(
        '',
        `create database \`${name}\` character set utf8mb4; grant select, show view, trigger, event, lock tables on \`${name}\`.* to copia@'%'`,
      )
      await ask(name, clinic(patients))
      return { kind: 'mariadb', host: '127.0.0.1', port, database: name, user: 'copia', secretRef: 'copia' }
    },
    asAdmin: (source, name = source.database) => ({ ...source, database: name, user: 'mestre', secretRef: 'mestre' }),
    scratchName: (n) => `ensaio_${n}`,
    toolName: 'mariadb-dump',
    isRepeatable: true,
    fingerprint: ({ database }) =>
      ask(
        database,
        `select * from paciente order by id; select * from atendimento order by id; select * from evolucao order by id;
         select * from \`Guia "TISS"\` order by id; select * from controle; call contar(); select count(*) from agenda`,
      ),
    // A database that was there once: its grants stay.
    missing: (source) => ({ ...source, database: 'apagada' }),
    invariant: async ({ database }) =>
      JSON.parse(
        await ask(
          database,
          `select json_object('atendimento', (select count(*) from atendimento),
             'evolucao', (select count(*) from evolucao), 'controle', (select n_atend from controle))`,
        ),
      ) as Invariant,
    sql: ({ database }, text) => ask(database, text),
    write: ({ database }) =>
      new Writer('mariadb', [...client, `--database=${database}`], env, (n) => {
        const id = 1_000_000 + n
        return `begin; insert into atendimento values (${id}, 1 + ${n} % 50, now()); insert into evolucao values (${id}, ${id}, 'nova ${n}');
                update controle set n_atend = n_atend + 1; update paciente set nome = concat(nome, '.') where id = 1 + ${n * 37} % 50; commit;\n`
      }),
    lock: async ({ database }) => {
      const held = ask(database, `lock tables paciente write; select sleep(600)`).catch(() => {})
      const sleeping = `select id from information_schema.processlist where info like '%sleep(600)%' and info not like '%processlist%'`
      let id = ''
      while (id === '') id = (await ask('', sleeping)).trim()
      return {
        release: async () => {
          await ask('', `kill ${id}`)
          await held
        },
      }
    },
    // Whatever they are doing: between two tables a dump does nothing for the server.
    cutConnections: async () => {
      const dumps = `select concat('kill ', id, ';') from information_schema.processlist where user = 'copia'`
      let kills = ''
      while (kills === '') kills = (await ask('', dumps)).trim()
      await ask('', kills)
    },
    halt: () => server.stop('SIGTERM'),
    resume: async () => {
      server = await start()
    },
    stop: async () => {
      await server.stop('SIGTERM')
      await removeFolder(folder)
    },
  }
}

const clinic = (patients: number) => `
  grant select, show view, trigger, event, lock tables on apagada.* to copia@'%';
  create table controle (id int primary key, n_atend bigint not null);
  create table paciente (id bigint primary key, nome varchar(200) not null, cpf char(11), nascimento date, saldo decimal(12, 2), peso double, foto blob);
  create table atendimento (id bigint primary key, paciente_id bigint not null, em timestamp not null, foreign key (paciente_id) references paciente (id));
  create table evolucao (id bigint primary key, atendimento_id bigint not null, texto text, foreign key (atendimento_id) references atendimento (id));
  create table \`Guia "TISS"\` (id int primary key auto_increment, r text, vazio text, tamanho int as (length(r)) stored);
  insert into \`Guia "TISS"\` (r) values (${quoted(note(1))}), ('); drop table x; ('), ('\\\\');
  create table sem_linhas (id int primary key);
  create view agenda as select p.nome, a.em from paciente p join atendimento a on a.paciente_id = p.id;
  delimiter //
  create procedure contar() begin
insert into \`sem_linhas\` values (1);
    delete from sem_linhas; select count(*) from paciente; end//
  create function soma(a int) returns int deterministic return a + 1//
  create trigger marca before insert on paciente for each row begin set new.saldo = coalesce(new.saldo, 0); end//
  create event limpeza on schedule every 1 day do delete from sem_linhas//
  delimiter ;
  insert into paciente select seq, concat('Ângela da Conceição ', seq), lpad(seq, 11, '0'), date '1950-01-01' + interval seq % 20000 day,
    seq * 1.01, seq / 7, unhex(md5(seq)) from seq_1_to_${patients};
  insert into atendimento select seq, seq, timestamp '2020-01-01 08:00' + interval seq hour from seq_1_to_${patients};
  insert into evolucao select seq, seq, concat(${quoted(note(2))}, repeat(md5(seq), 20)) from seq_1_to_${patients};
  insert into controle values (1, ${patients});
`
