import { existsSync, readdirSync } from 'node:fs'
import { appendFile, chmod, copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { databaseConnectors } from '#engine/connectors/index.ts'
import type { DatabaseServer } from '#shared/domain/index.ts'
import { freePort, own, type RunningServer, removeFolder, run, serverFolder, startServer, Writer } from './process.ts'
import { type Invariant, note, type TestServer } from './server.ts'

type FirebirdSource = Extract<DatabaseServer, { kind: 'firebird' }>
const MASTER = 'senha-do-mestre-71c'
const READER = 'senha"da cópia\\9f3'
const PARENTS = ['/usr/lib/x86_64-linux-gnu/firebird', '/usr/lib/aarch64-linux-gnu/firebird']

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Where Debian keeps the settings of the newest Firebird. */
function settingsFolder(): string {
  for (const parent of PARENTS) {
    const [newest] = existsSync(parent) ? readdirSync(parent).sort().reverse() : []
    if (newest !== undefined) return join(parent, newest)
  }
  throw new Error('Firebird is missing: sudo apt-get install -y firebird3.0-server firebird3.0-utils')
}

/** A Firebird server of its own on loopback, with users of its own. */
export async function startFirebird(): Promise<TestServer<FirebirdSource>> {
  const folder = await serverFolder('fb')
  const root = join(folder, 'root')
  const port = await freePort()
  await mkdir(root)
  const installed = settingsFolder()
  for (const name of ['firebird.conf', 'databases.conf', 'plugins.conf'])
    await copyFile(join(installed, name), join(root, name))
  const security = join(folder, 'security.fdb')
  const settings = {
    SecurityDatabase: security,
    RemoteServicePort: port,
    RemoteBindAddress: '127.0.0.1',
    IpcName: `salvaguarda${port}`,
  }
  await chmod(join(root, 'firebird.conf'), 0o644)
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`)
  await appendFile(join(root, 'firebird.conf'), lines.join(''))
  await own(root)

  const home = { FIREBIRD: root, FIREBIRD_LOCK: folder, FIREBIRD_TMP: folder, LC_ALL: 'C.UTF-8' }
  const inside = (args: readonly string[], input: string) =>
    run('isql-fb', ['-q', ...args], { env: { ...home, ISC_USER: 'SYSDBA' }, input, asServer: true })
  await inside([], `create database '${security}'; exit;`)
  await inside([security], `create or alter user SYSDBA password '${MASTER}' using plugin Srp; commit; exit;`)

  const env = { ISC_USER: 'SYSDBA', ISC_PASSWORD: MASTER, LC_ALL: 'C.UTF-8' }
  const way = (database: string) => `127.0.0.1/${port}:${database}`
  const isql = (database: string, input: string) =>
    run('isql-fb', ['-q', '-bail', '-ch', 'UTF8', ...(database ? [way(database)] : [])], { env, input })
  const ask = (database: string, text: string) => isql(database, `set heading off; ${text} commit; exit;`)
  const start = () =>
    startServer('firebird', ['-p', String(port)], home, () => ask(security, 'select 1 from rdb$database;'))
  const gfix = (database: string, ...args: string[]) => run('gfix', [...args, way(database)], { env })
  let server: RunningServer = await start()
  await ask(security, `create user copia password ${quoted(READER)} using plugin Srp;`)

  return {
    connector: databaseConnectors.firebird,
    secrets: { read: async (ref) => ({ mestre: MASTER, copia: READER })[ref] ?? null },
    passwords: [MASTER, READER],
    createClinic: async (name, patients) => {
      const database = join(folder, `${name} ção.fdb`)
      await isql('', `create database '${way(database)}' page_size 8192 default character set UTF8; exit;`)
      await gfix(database, '-write', 'async')
      await isql(database, clinic(patients))
      const copia = { user: 'copia', secretRef: 'copia', role: 'RDB$ADMIN' }
      return { kind: 'firebird', host: '127.0.0.1', port, database, ...copia }
    },
    asAdmin: ({ role: _, ...source }, name = source.database) => ({
      ...source,
      database: name,
      user: 'SYSDBA',
      secretRef: 'mestre',
    }),
    scratchName: (n) => join(folder, `ensaio ${n}.fdb`),
    toolName: 'gbak',
    // Its first lines name the second at which it was made.
    isRepeatable: false,
    fingerprint: ({ database }) =>
      ask(
        database,
        `select * from paciente order by id; select * from atendimento order by id; select id, hash(texto), char_length(texto) from evolucao order by id;
         select * from "Guia ""TISS"" ç" order by id; select * from controle; execute procedure contar; select count(*) from agenda;`,
      ),
    missing: (source) => ({ ...source, database: join(folder, 'não existe.fdb') }),
    invariant: async ({ database }) => {
      const answer = await ask(
        database,
        `select '[' || (select count(*) from atendimento) || ',' || (select count(*) from evolucao) || ',' || (select n_atend from controle) || ']' from rdb$database;`,
      )
      const [atendimento = 0, evolucao = 0, controle = 0] = JSON.parse(answer.trim()) as number[]
      return { atendimento, evolucao, controle } satisfies Invariant
    },
    sql: ({ database }, text) => ask(database, text),
    write: ({ database }) =>
      new Writer('isql-fb', ['-q', '-ch', 'UTF8', way(database)], env, (n) => {
        const id = 1_000_000 + n
        return `insert into atendimento values (${id}, 1 + mod(${n}, 50), 'now'); insert into evolucao values (${id}, ${id}, 'nova ${n}');
                update controle set n_atend = n_atend + 1; update paciente set cpf = '${n}' where id = 1 + mod(${n * 37}, 50); commit;\n`
      }),
    attend: async ({ database }) => {
      const program = new Writer('isql-fb', ['-q', way(database)], env, () => '')
      const attached = `select count(*) from mon$attachments where mon$remote_pid = ${program.pid};`
      while ((await ask(database, attached)).trim() === '0') await new Promise((resolve) => setTimeout(resolve, 20))
      return program
    },
    lock: async ({ database }) => {
      await gfix(database, '-shut', 'full', '-force', '0')
      return { release: async () => void (await gfix(database, '-online')) }
    },
    cutConnections: async ({ database }) => {
      const dumps = `select count(*) from mon$attachments where mon$remote_process containing 'gbak';`
      while ((await ask(database, dumps)).trim() === '0') await new Promise((resolve) => setTimeout(resolve, 20))
      await ask(database, `delete from mon$attachments where mon$remote_process containing 'gbak';`)
    },
    // In good order it can wait for ever for a connection that was cut.
    halt: () => server.stop('SIGKILL'),
    resume: async () => {
      server = await start()
    },
    stop: async () => {
      // Nothing of it is kept, and in good order it takes its time.
      await server.stop('SIGKILL')
      await removeFolder(folder)
    },
  }
}

const clinic = (patients: number) => `
  create table controle (id int primary key, n_atend bigint not null);
  create table paciente (id bigint primary key, nome varchar(200) not null, cpf varchar(11), nascimento date, saldo numeric(12, 2), peso double precision, foto blob);
  create table atendimento (id bigint primary key, paciente_id bigint not null references paciente (id), em timestamp not null);
  create table evolucao (id bigint primary key, atendimento_id bigint not null references atendimento (id), texto blob sub_type text);
  create table "Guia ""TISS"" ç" (id int primary key, r varchar(500), vazio varchar(10));
  create table sem_linhas (id int);
  create view agenda as select p.nome, a.em from paciente p join atendimento a on a.paciente_id = p.id;
  commit;
  insert into "Guia ""TISS"" ç" (id, r) values (1, ${quoted(note(1))});
  set term ^ ;
  create procedure contar returns (n bigint) as begin select count(*) from paciente into :n; suspend; end^
  execute block as declare i int = 1; begin
    while (i <= ${patients}) do begin
      insert into paciente values (:i, 'Ângela da Conceição ' || :i, lpad(:i, 11, '0'), date '1950-01-01' + mod(:i, 20000), :i * 1.01, :i / 7.0, null);
      insert into atendimento values (:i, :i, dateadd(:i hour to timestamp '2020-01-01 08:00'));
      insert into evolucao values (:i, :i, rpad(${quoted(note(2))} || :i, 900, 'evolução ' || :i || ' '));
      i = i + 1;
    end
  end^
  set term ; ^
  insert into controle values (1, ${patients});
  commit;
  grant rdb$admin to copia;
  commit;
  exit;
`
