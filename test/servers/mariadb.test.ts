import { expect, it } from 'vitest'
import { describeServer } from './contract.ts'
import { startMaria } from './mariadb.ts'
import { comesBack } from './recovery.ts'

describeServer('MariaDB', startMaria, (bench) => {
  comesBack(() => bench.server)

  const master = (text: string) => bench.server.sql(bench.clinic, text)

  it('DB_109: a user who may not read stored procedures, which the tool would leave out in silence (trap 9)', async () => {
    expect((await bench.dump()).manifest.routines).toBe(2)
    await master("revoke select on mysql.proc from copia@'%'")
    try {
      expect(await bench.codeOfDump()).toBe('DB_109')
    } finally {
      await master("grant select on mysql.proc to copia@'%'")
    }
  })

  it.each(['TRIGGER', 'EVENT', 'SHOW VIEW', 'SELECT'])('DB_109: a user without the right %s', async (right) => {
    await master(`revoke ${right} on clinica.* from copia@'%'`)
    try {
      expect(await bench.codeOfDump()).toBe('DB_109')
    } finally {
      await master(`grant ${right} on clinica.* to copia@'%'`)
    }
  })

  it('makes writers wait where a table knows no snapshot, so that even MyISAM comes in one moment', async () => {
    const { server, context } = bench
    const old = await server.createClinic('antiga', 3000)
    await server.sql(
      old,
      'alter table evolucao drop foreign key evolucao_ibfk_1; alter table evolucao engine = MyISAM; alter table controle engine = MyISAM',
    )
    await using _writer = server.write(old)
    for (let round = 0; round < 3; round++) {
      const { kept } = await bench.dump(old)
      const scratch = bench.scratchOf()
      await server.connector.restoreInto(kept, scratch, context)
      const { atendimento, evolucao, controle } = await server.invariant(scratch)
      // MyISAM knows no transaction either: one consultation may be half written when the lock comes.
      expect(Math.abs(evolucao - atendimento)).toBeLessThanOrEqual(1)
      expect(Math.abs(controle - atendimento)).toBeLessThanOrEqual(1)
      await server.connector.dropScratch(scratch, context)
    }
    await server.sql(old, "revoke lock tables on antiga.* from copia@'%'")
    expect(await bench.codeOfDump(old)).toBe('DB_109')
  })

  it('DB_101: a lock that comes while the dump runs, and stays', async () => {
    const { server, clinic, context } = bench
    let lock: Awaited<ReturnType<typeof server.lock>> | undefined
    const dumping = server.connector.dump(clinic, { ...context, idleTimeoutMs: 5000 }, async ({ bytes }) => {
      for await (const _ of bytes) lock ??= await server.lock(clinic)
    })
    await expect(dumping).rejects.toMatchObject({ code: 'DB_101' })
    await lock?.release()
  })

  it('brings back procedures, triggers, views and events, and the events asleep', async () => {
    const { server, context } = bench
    const { kept } = await bench.dump()
    const scratch = bench.scratchOf()
    await server.connector.restoreInto(kept, scratch, context)
    const found = await server.sql(
      scratch,
      `select group_concat(routine_name order by 1) from information_schema.routines where routine_schema = database();
       select trigger_name from information_schema.triggers where trigger_schema = database();
       select status from information_schema.events where event_schema = database()`,
    )
    expect(found.trim().split('\n')).toEqual(['contar,soma', 'marca', 'DISABLED'])
    await server.connector.dropScratch(scratch, context)
  })

  it('offers a script whose user can make a copy', async () => {
    const { server, clinic } = bench
    const source = { ...clinic, user: 'salvaguarda_leitura', secretRef: 'copia' }
    const { text = '' } = server.connector.userScript(source) ?? {}
    const password = (await server.secrets.read('copia')) ?? ''
    await master(
      text
        .replace("'DIGITE-AQUI-A-SENHA'", `'${password.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`)
        .replaceAll('`localhost`', "'127.0.0.1'"),
    )
    expect(await bench.codeOfDump(source)).toBe('kept')
  })
})
