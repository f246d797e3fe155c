import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeServer } from './contract.ts'
import { startFirebird } from './firebird.ts'
import { comesBack } from './recovery.ts'

describeServer('Firebird', startFirebird, (bench) => {
  comesBack(() => bench.server)

  it('ends, refuses and leaves nothing where the tool would ask for the next volume for ever (trap 10)', async () => {
    const { server, context } = bench
    const { kept, manifest } = await bench.dump()
    const cut = kept.changed((main) => main.subarray(0, main.length >> 1))
    const bytes = cut.parts.get(manifest.files[0]?.name ?? '') ?? Buffer.alloc(0)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    // As if the vault had been given half a dump as a whole one.
    const files = manifest.files.map((file) => ({ ...file, bytes: bytes.length, sha256 }))
    cut.parts.set('manifest.json', Buffer.from(JSON.stringify({ ...manifest, files })))
    const scratch = bench.scratchOf()
    await expect(server.connector.restoreInto(cut, scratch, context)).rejects.toMatchObject({ code: 'DB_104' })
    await expect(server.invariant(scratch)).rejects.toThrow()
  })

  it('DB_109: a user who may read every table but is not allowed to make copies', async () => {
    const { server, clinic } = bench
    const tables = ['controle', 'paciente', 'atendimento', 'evolucao', '"Guia ""TISS"" ç"', 'sem_linhas', 'agenda']
    await server.sql(
      clinic,
      `create user leitor password 'leitor-123' using plugin Srp; commit; ${tables.map((table) => `grant select on ${table} to leitor;`).join(' ')}`,
    )
    const { role: _, ...source } = { ...clinic, user: 'leitor', secretRef: 'leitor' }
    const secrets = { read: async () => 'leitor-123' }
    const dumping = server.connector.dump(source, { ...bench.context, secrets }, async ({ bytes }) => {
      for await (const _ of bytes);
    })
    await expect(dumping).rejects.toMatchObject({ code: 'DB_109' })
  })

  it('knows without a lasting connection, too, whether somebody else was there', async () => {
    const { server, clinic, context } = bench
    const ask = (since?: string) => server.connector.changed(clinic, since, context)
    const { mark: first } = await ask()
    const second = await ask(first)
    expect(second.kind).toBe('same')
    await server.sql(clinic, "update paciente set nome = 'Zoé' where id = 9;")
    expect((await ask(second.mark)).kind).toBe('changed')
  })

  it('does not take its own dump for somebody at work', async () => {
    const { server, clinic, context } = bench
    const { mark } = await server.connector.changed(clinic, undefined, context)
    await bench.dump()
    const ask = () => server.connector.changed(clinic, mark, { ...context, isAfterDump: true })
    expect((await ask()).kind).toBe('same')
    await using _program = await server.attend?.(clinic)
    await server.sql(clinic, "update paciente set nome = 'Zoé' where id = 11;")
    expect((await ask()).kind).toBe('changed')
  })

  it('offers a script whose user can make a copy', async () => {
    const { server, clinic } = bench
    const source = { ...clinic, user: 'salvaguarda', secretRef: 'copia' }
    const { text = '' } = server.connector.userScript(source) ?? {}
    const password = ((await server.secrets.read('copia')) ?? '').replaceAll("'", "''")
    await server.sql(clinic, text.replace('DIGITE-AQUI-A-SENHA', password))
    expect(await bench.codeOfDump(source)).toBe('kept')
  })
})
