import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import Database from 'better-sqlite3'

/** What a test may ask of the other program that works on the same database. */
export type Ask = 'write-on' | 'write-once' | 'lock' | 'unlock' | 'stop'
export type Answer = { readonly done: Ask; readonly result: string; readonly transactions: number }

/** A clinic's program in a process of its own, with its own locks. */
export class OtherProgram {
  readonly #child: ChildProcess
  private constructor(child: ChildProcess) {
    this.#child = child
  }

  static start(databasePath: string): OtherProgram {
    return new OtherProgram(fork(import.meta.filename, [databasePath], { serialization: 'json', execArgv: [] }))
  }

  async ask(what: Ask): Promise<Answer> {
    const answer = once(this.#child, 'message')
    this.#child.send(what)
    return (await answer)[0] as Answer
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }
}

/** The schema both sides know. In every consistent moment the three numbers of `invariant` are equal. */
export function createClinicDatabase(path: string, journalMode: 'wal' | 'delete', noteRows = 300): void {
  const db = new Database(path)
  db.pragma(`journal_mode = ${journalMode}`)
  db.exec(`
    CREATE TABLE agenda (id INTEGER PRIMARY KEY, paciente TEXT NOT NULL);
    CREATE TABLE evolucao (id INTEGER PRIMARY KEY, agenda_id INTEGER REFERENCES agenda(id), texto TEXT);
    CREATE TABLE controle (id INTEGER PRIMARY KEY CHECK (id = 1), atendimentos INTEGER);
    INSERT INTO controle VALUES (1, 0);`)
  const write = appointmentWriter(db)
  db.transaction(() => {
    for (let i = 0; i < noteRows; i++) write()
  })()
  db.close()
}

export function appointmentWriter(db: Database.Database): () => void {
  const agenda = db.prepare('INSERT INTO agenda (paciente) VALUES (?)')
  const note = db.prepare('INSERT INTO evolucao (agenda_id, texto) VALUES (?, ?)')
  const counter = db.prepare('UPDATE controle SET atendimentos = atendimentos + 1')
  const touch = db.prepare("UPDATE agenda SET paciente = paciente || '.' WHERE id = ?")
  let turn = 0
  return () => {
    const { lastInsertRowid } = agenda.run(`Conceição ${turn}`)
    note.run(lastInsertRowid, 'Retorno em 30 dias. '.repeat(200))
    counter.run()
    touch.run((turn * 37) % 200)
    turn++
  }
}

export function invariant(db: Database.Database): { agenda: number; evolucao: number; controle: number } {
  return db
    .prepare<[], { agenda: number; evolucao: number; controle: number }>(
      `SELECT (SELECT count(*) FROM agenda) AS agenda, (SELECT count(*) FROM evolucao) AS evolucao,
              (SELECT atendimentos FROM controle) AS controle`,
    )
    .get() as { agenda: number; evolucao: number; controle: number }
}

function serve(path: string): void {
  const db = new Database(path, { fileMustExist: true, timeout: 0 })
  db.pragma('synchronous = OFF')
  const write = db.transaction(appointmentWriter(db))
  let transactions = 0
  let isWriting = false
  const attempt = (work: () => void): string => {
    try {
      work()
      return 'ok'
    } catch (error) {
      return error instanceof Database.SqliteError ? error.code : String(error)
    }
  }
  const writeOn = () => {
    if (!isWriting) return
    if (attempt(() => write.immediate()) === 'ok') transactions++
    setImmediate(writeOn)
  }
  process.on('message', (ask: Ask) => {
    let result = 'ok'
    if (ask === 'write-once') result = attempt(() => write.immediate())
    else if (ask === 'lock') result = attempt(() => db.exec('BEGIN EXCLUSIVE'))
    else if (ask === 'unlock') result = attempt(() => db.exec('COMMIT'))
    else if (ask === 'write-on') {
      isWriting = true
      writeOn()
    } else isWriting = false
    process.send?.({ done: ask, result, transactions } satisfies Answer)
    if (ask === 'stop') {
      db.close()
      process.disconnect()
    }
  })
}

if (process.argv[1] === import.meta.filename) serve(process.argv[2] ?? '')
