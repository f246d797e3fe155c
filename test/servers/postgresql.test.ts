import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, open, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { swapFor } from '#engine/connectors/index.ts'
import { describeServer } from './contract.ts'
import { binaries, startPostgres } from './postgresql.ts'
import { comesBack } from './recovery.ts'

describeServer('PostgreSQL', startPostgres, (bench) => {
  const master = (text: string) => bench.server.sql(bench.clinic, text)
  comesBack(() => bench.server)

  it('killed while it exchanges two databases, it leaves one of them in place, whole, and doing it again ends it', async () => {
    const { server, context } = bench
    const source = await server.createClinic('morta', 50)
    const live = server.asAdmin(source)
    const swap = swapFor(live)
    const { kept } = await bench.dump(source)
    const names = await swap.beside(live, '20261122_074100', context)
    await swap.restore(kept, { fresh: names.fresh, live }, 0, context)
    const trio = { live, incoming: names.fresh, outgoing: names.aside }
    // Somebody else's lock on the database's name has the exchange wait where it is worst to be killed.
    const other = server.asAdmin(source, 'postgres')
    const lock = server.sql(
      other,
      `begin; comment on database "${source.database}" is 'trancado'; select pg_sleep(600); commit;`,
    )
    const ended = lock.catch(() => {})
    const waits = async (what: string) =>
      (
        await server.sql(other, `select count(*) from pg_stat_activity where query like '${what}' and state = 'active'`)
      ).trim() !== '0'
    await expect.poll(() => waits('select pg_sleep(600)%')).toBe(true)
    const program = spawn(process.execPath, [join(import.meta.dirname, 'swap-postgres.ts'), JSON.stringify(trio)], {
      env: { ...process.env, MESTRE: (await server.secrets.read('mestre')) ?? '', PRIVADA: context.temporaryFolder },
    })
    await expect.poll(() => waits('alter database%')).toBe(true)
    const gone = once(program, 'exit')
    program.kill('SIGKILL')
    await gone
    await server.sql(
      other,
      "select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep(600)%'",
    )
    await ended
    // Whichever it is, it is whole.
    await expect.poll(() => waits('alter database%')).toBe(false)
    expect((await server.invariant(live)).atendimento).toBe(50)
    await swap.swap(trio, context)
    expect((await server.invariant(live)).atendimento).toBe(50)
    expect((await server.invariant(names.aside)).atendimento).toBe(50)
    expect(await swap.isThere(names.fresh, context)).toBe(false)
  })

  it('DB_109: a table that the user may not read, or only in part', async () => {
    await master('revoke pg_read_all_data from copia')
    expect(await bench.codeOfDump()).toBe('DB_109')
    await master('grant pg_read_all_data to copia; alter table paciente enable row level security')
    expect(await bench.codeOfDump()).toBe('DB_109')
    await master('alter table paciente disable row level security')
    expect(await bench.codeOfDump()).toBe('kept')
  })

  it('DB_108: a dump tool older than the server', async () => {
    const tools = join(bench.context.temporaryFolder, '..', `ferramentas velhas ${process.pid}`)
    await mkdir(tools)
    try {
      await symlink(join(binaries(), 'psql'), join(tools, 'psql'))
      await writeFile(join(tools, 'pg_dump'), '#!/bin/sh\necho "pg_dump (PostgreSQL) 9.6.13"\n')
      await chmod(join(tools, 'pg_dump'), 0o755)
      expect(await bench.codeOfDump({ ...bench.clinic, toolsFolder: tools })).toBe('DB_108')
    } finally {
      await rm(tools, { recursive: true })
    }
  })

  it('is written as plain SQL, never as tar, whose reader can spin for ever on a cut one (trap 8)', async () => {
    const { kept } = await bench.dump()
    expect(kept.parts.get('clinica.sql')?.toString()).toMatch(/^--\n-- PostgreSQL database dump\n/)
  })

  it('copies users and roles beside the database; their sealed passwords only where its user may read them', async () => {
    const { server, clinic } = bench
    const globals = async (source: typeof clinic) =>
      (await bench.dump(source)).kept.parts.get('globals.sql')?.toString() ?? ''
    expect(await globals(clinic)).toContain('SCRAM-SHA-256$')
    const password = ((await server.secrets.read('copia')) ?? '').replaceAll("'", "''")
    await master(`create role simples login password '${password}'; grant usage on schema public, "Convênios" to simples;
      grant select on all tables in schema public, "Convênios" to simples; grant select on all sequences in schema public, "Convênios" to simples;`)
    const plain = await globals({ ...clinic, user: 'simples' })
    expect(plain).toContain('CREATE ROLE copia;')
    expect(plain).not.toContain('SCRAM')
  })

  it('restores on a server that lacks the roles of the copy', async () => {
    const { server, context } = bench
    await master('create role dona; alter table evolucao owner to dona; create schema dela authorization dona')
    const { kept } = await bench.dump()
    await master('alter table evolucao owner to postgres; drop schema dela; drop role dona')
    const scratch = bench.scratchOf()
    await server.connector.restoreInto(kept, scratch, context)
    expect(await server.sql(scratch, "select tableowner from pg_tables where tablename = 'evolucao'")).toBe('dona\n')
    await server.connector.dropScratch(scratch, context)
  })

  it('does not let a hostile database run programs where it is restored', async () => {
    const { server, context } = bench
    const { kept, manifest } = await bench.dump()
    const trace = join(context.temporaryFolder, '..', `rastro-${process.pid}`)
    const hostile = kept.changed((main) =>
      Buffer.concat([
        Buffer.from(
          main
            .toString('latin1')
            .replace(
              'SET statement_timeout = 0;',
              `\\unrestrict salvaguarda\n\\! touch '${trace}'\nSET statement_timeout = 0;`,
            ),
          'latin1',
        ),
      ]),
    )
    const bytes = hostile.parts.get('clinica.sql') ?? Buffer.alloc(0)
    const files = manifest.files.map((file) =>
      file.name === 'clinica.sql'
        ? { ...file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
        : file,
    )
    hostile.parts.set('manifest.json', Buffer.from(JSON.stringify({ ...manifest, files })))
    await expect(server.connector.restoreInto(hostile, bench.scratchOf(), context)).rejects.toMatchObject({
      code: 'DB_104',
    })
    await expect(rm(trace)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('DB_102: a damaged page, which no dump may carry on', async () => {
    const { server, clinic } = bench
    const file = (await master("select pg_relation_filepath('paciente')")).trim()
    const folder = (await master('show data_directory')).trim()
    await master('checkpoint')
    await server.halt()
    const handle = await open(join(folder, file), 'r+')
    const before = Buffer.alloc(64)
    await handle.read(before, 0, 64, 8192 + 4000)
    await handle.write(Buffer.alloc(64, 0xa5), 0, 64, 8192 + 4000)
    await server.resume()
    expect(await bench.codeOfDump()).toBe('DB_102')
    await server.halt()
    await handle.write(before, 0, 64, 8192 + 4000)
    await handle.close()
    await server.resume()
    expect(await bench.codeOfDump(clinic)).toBe('kept')
  })

  it('offers a script whose user can make a copy', async () => {
    const { server, clinic } = bench
    const source = { ...clinic, user: 'salvaguarda leitura', secretRef: 'copia' }
    const { text = '' } = server.connector.userScript(source) ?? {}
    const password = ((await server.secrets.read('copia')) ?? '').replaceAll("'", "''")
    await master(text.replace(/^\\password (.*)$/m, `alter role $1 password '${password}';`))
    expect(await bench.codeOfDump(source)).toBe('kept')
  })
})
