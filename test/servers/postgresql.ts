import { existsSync, readdirSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { databaseConnectors } from '#engine/connectors/index.ts'
import type { DatabaseServer } from '#shared/domain/index.ts'
import { freePort, type RunningServer, removeFolder, run, serverFolder, startServer, Writer } from './process.ts'
import { type Invariant, note, type TestServer } from './server.ts'

type PostgresSource = Extract<DatabaseServer, { kind: 'postgresql' }>
const PARENT = '/usr/lib/postgresql'
const MASTER = 'senha-do-mestre-71c'
const READER = "senha:da'cópia\\9f3"
const LOCK_ANSWER = 'trancado'

export function binaries(): string {
  const [newest] = existsSync(PARENT) ? readdirSync(PARENT).sort((a, b) => Number(b) - Number(a)) : []
  if (newest === undefined) throw new Error('PostgreSQL is missing: sudo apt-get install -y postgresql')
  return join(PARENT, newest, 'bin')
}

/** A PostgreSQL server of its own on loopback, with passwords. */
export async function startPostgres(): Promise<TestServer<PostgresSource>> {
  const bin = binaries()
  const folder = await serverFolder('pg')
  const data = join(folder, 'data')
  const port = await freePort()
  const passwordFile = join(folder, 'senha')
  await appendFile(passwordFile, `${MASTER}\n`, { mode: 0o644 })
  const init = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C.UTF-8']
  await run(join(bin, 'initdb'), ['-D', data, ...init, '--no-sync', '--data-checksums'], { asServer: true })
  const settings = { port, listen_addresses: "'127.0.0.1'", unix_socket_directories: `'${folder}'`, fsync: 'off' }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`)
  await appendFile(join(data, 'postgresql.conf'), lines.join(''))

  const env = (database: string) => ({
    PGHOST: '127.0.0.1',
    PGPORT: String(port),
    PGUSER: 'postgres',
    PGPASSWORD: MASTER,
    PGDATABASE: database,
  })
  const psql = (database: string, text: string, args: readonly string[] = []) =>
    run(join(bin, 'psql'), ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', ...args, '-f', '-'], {
      env: env(database),
      input: text,
    })
  const start = () => startServer(join(bin, 'postgres'), ['-D', data], {}, () => psql('postgres', 'select 1'))
  let server: RunningServer = await start()

  return {
    connector: databaseConnectors.postgresql,
    secrets: { read: async (ref) => ({ mestre: MASTER, copia: READER })[ref] ?? null },
    passwords: [MASTER, READER],
    createClinic: async (name, patients) => {
      await psql('postgres', `create database "${name}"`)
      const reader = READER.replaceAll("'", "''")
      await psql(
        'postgres',
        `do $$ begin create role copia login password '${reader}'; exception when duplicate_object then null; end $$;
         grant pg_read_all_data to copia; grant connect on database "${name}" to copia;`,
      )
      await psql(name, CLINIC, ['-v', `patients=${patients}`, '-v', `note=${note(1)}`])
      return { kind: 'postgresql', host: '127.0.0.1', port, database: name, user: 'copia', secretRef: 'copia' }
    },
    asAdmin: (source, name = source.database) => ({ ...source, database: name, user: 'postgres', secretRef: 'mestre' }),
    scratchName: (n) => `ensaio_${n}`,
    toolName: 'pg_dump',
    isRepeatable: true,
    fingerprint: ({ database }) =>
      psql(
        database,
        `select * from paciente order by id; select * from atendimento order by id; select * from evolucao order by id;
         select * from "Convênios"."Guia ""TISS""" order by id; select * from controle; select contar(); select count(*) from agenda`,
      ),
    missing: (source) => ({ ...source, database: 'não existe' }),
    invariant: async ({ database }) =>
      JSON.parse(
        await psql(
          database,
          `select json_build_object('atendimento', (select count(*) from atendimento),
             'evolucao', (select count(*) from evolucao), 'controle', (select n_atend from controle))`,
        ),
      ) as Invariant,
    sql: ({ database }, text) => psql(database, text),
    write: ({ database }) =>
      new Writer(join(bin, 'psql'), ['-X', '-q', '-f', '-'], env(database), (n) => {
        const id = 1_000_000 + n
        return `begin; insert into atendimento values (${id}, 1 + ${n} % 50, now()); insert into evolucao values (${id}, ${id}, 'nova ${n}');
                update controle set n_atend = n_atend + 1; update paciente set nome = nome || '.' where id = 1 + ${n * 37} % 50; commit;\n`
      }),
    lock: async ({ database }) => {
      const held = run(join(bin, 'psql'), ['-X', '-q', '-f', '-'], {
        env: env(database),
        input: `begin; lock table paciente in access exclusive mode; select set_config('application_name', '${LOCK_ANSWER}', false); select pg_sleep(600);`,
      }).catch(() => {})
      const asks = `select count(*) from pg_locks l join pg_class c on c.oid = l.relation where c.relname = 'paciente' and l.mode = 'AccessExclusiveLock' and l.granted`
      while ((await psql(database, asks)).trim() === '0') await new Promise((resolve) => setTimeout(resolve, 50))
      return {
        release: async () => {
          await psql(
            database,
            `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${LOCK_ANSWER}'`,
          )
          await held
        },
      }
    },
    cutConnections: async () => {
      const dumps = `select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'Salvaguarda'`
      while ((await psql('postgres', dumps)).trim() === '0') await new Promise((resolve) => setTimeout(resolve, 5))
    },
    halt: () => server.stop(),
    resume: async () => {
      server = await start()
    },
    stop: async () => {
      await server.stop()
      await removeFolder(folder)
    },
  }
}

const CLINIC = `
  create table controle (id int primary key check (id = 1), n_atend bigint not null);
  create table paciente (id bigint primary key, nome text not null, cpf text, nascimento date, saldo numeric(12, 2), peso float8, foto bytea);
  create table atendimento (id bigint primary key, paciente_id bigint not null references paciente, em timestamptz not null);
  create table evolucao (id bigint primary key, atendimento_id bigint not null references atendimento, texto text);
  create schema "Convênios";
  create table "Convênios"."Guia ""TISS""" (id serial primary key, r text, vazio text);
  insert into "Convênios"."Guia ""TISS""" (r) values (:'note'), ('\\N'), ('\\.');
  create table sem_linhas (id int);
  create view agenda as select p.nome, a.em from paciente p join atendimento a on a.paciente_id = p.id;
  create function contar() returns bigint language sql as $$ select count(*) from public.paciente
-- Data for Name: x; COPY x.y (z) FROM stdin;
$$;
  insert into paciente select i, 'Ângela da Conceição ' || i, lpad(i::text, 11, '0'), date '1950-01-01' + i % 20000, i * 1.01, i / 7.0,
    decode(md5(i::text), 'hex') from generate_series(1, :patients) i;
  insert into atendimento select i, i, timestamptz '2020-01-01 08:00-03' + i * interval '1 hour' from generate_series(1, :patients) i;
  insert into evolucao select i, i, :'note' || repeat(md5(i::text), 20) from generate_series(1, :patients) i;
  insert into controle values (1, :patients);
  analyze;
`
