import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConnectorContext, type DumpManifest, MANIFEST_NAME } from '#engine/connectors/index.ts'
import type { DatabaseServer } from '#shared/domain/index.ts'
import { KeptDump } from './kept-dump.ts'
import type { TestServer } from './server.ts'

const PATIENTS = 2000

/** What the tests of one kind of server share with the contract's. */
export type Bench<S extends DatabaseServer> = {
  readonly server: TestServer<S>
  readonly clinic: S
  readonly context: ConnectorContext
  dump(source?: S): Promise<{ readonly kept: KeptDump; readonly manifest: DumpManifest }>
  /** `kept`, or the code it failed with. */
  codeOfDump(source?: S): Promise<unknown>
  scratchOf(): S
}

/** What every connector of a server promises, against the real one. */
export function describeServer<S extends DatabaseServer>(
  name: string,
  start: () => Promise<TestServer<S>>,
  ownTests: (bench: Bench<S>) => void = () => {},
): void {
  describe(`${name}: a live database of a server`, () => {
    let server: TestServer<S>
    let folder: string
    let clinic: S
    let context: ConnectorContext
    let scratches = 0

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'área privada '))
      server = await start()
      clinic = await server.createClinic('clinica', PATIENTS)
      context = { secrets: server.secrets, temporaryFolder: folder, busyTimeoutMs: 2000, idleTimeoutMs: 60_000 }
    }, 120_000)
    afterAll(async () => {
      await server?.stop()
      await rm(folder, { recursive: true, force: true })
    }, 60_000)

    const dump = async (source = clinic, options: { lastGoodBytes?: number; signal?: AbortSignal } = {}) => {
      const kept = new KeptDump()
      const manifest = await server.connector.dump(source, { ...context, ...options }, kept.sink)
      return { kept, manifest }
    }
    const codeOfDump = async (source = clinic, options: Parameters<typeof dump>[1] = {}) => {
      const kept = new KeptDump()
      const code = await server.connector.dump(source, { ...context, ...options }, kept.sink).then(
        () => 'kept',
        (error: { code?: string }) => error.code ?? error,
      )
      // The end of the stream is the verdict: without it nothing may look finished.
      expect(kept.parts.has(MANIFEST_NAME)).toBe(code === 'kept')
      expect(await readdir(folder)).toEqual([])
      return code
    }
    const scratchOf = (source = clinic) => server.asAdmin(source, server.scratchName(++scratches))
    const rows = (manifest: DumpManifest, table: string) =>
      manifest.tables.find((entry) => entry.name.toLowerCase().split('.').at(-1) === table)?.rows

    it('is copied in one moment under concurrent writes, and restores with equal counts and checksums', async () => {
      await using writer = server.write(clinic)
      for (let round = 0; round < 2; round++) {
        const { kept, manifest } = await dump()
        expect(rows(manifest, 'evolucao')).toBe(rows(manifest, 'atendimento'))
        expect(rows(manifest, 'paciente')).toBe(PATIENTS)
        expect(await server.connector.verify(kept, context)).toEqual(manifest)

        const scratch = scratchOf()
        const report = await server.connector.restoreInto(kept, scratch, context)
        expect(report.tables).toBe(manifest.tables.length)
        expect(report.rows).toBe(manifest.tables.reduce((sum, table) => sum + table.rows, 0))
        expect(report.checksums).toBe(manifest.tables.filter(({ checksum }) => checksum !== null).length)
        const { atendimento, evolucao, controle } = await server.invariant(scratch)
        expect({ evolucao, controle }).toEqual({ evolucao: atendimento, controle: atendimento })
        expect(atendimento).toBe(rows(manifest, 'atendimento'))
        await server.connector.dropScratch(scratch, context)
      }
      await writer.stop()
      expect((await server.invariant(clinic)).atendimento).toBeGreaterThan(PATIENTS)
    })

    it('keeps every byte of odd text: what is dumped from the restored one is the same again', async () => {
      const { kept } = await dump()
      const scratch = scratchOf()
      await server.connector.restoreInto(kept, scratch, context)
      expect(await server.fingerprint(scratch)).toBe(await server.fingerprint(clinic))
      await server.connector.dropScratch(scratch, context)
    })

    it('says the size and hash of what it made, and the same again when nothing changed', async () => {
      const [first, second] = [await dump(), await dump()]
      const [main] = first.manifest.files
      const bytes = first.kept.parts.get(main?.name ?? '') ?? Buffer.alloc(0)
      expect(main).toMatchObject({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
      expect(second.manifest.tables).toEqual(first.manifest.tables)
      if (server.isRepeatable) expect(second.manifest.files).toEqual(first.manifest.files)
    })

    it('refuses a kept dump that is cut, at every kind of place, and leaves no database behind (traps 7, 8, 10)', async () => {
      const { kept } = await dump()
      const betweenStatements = (main: Buffer) => main.subarray(0, main.lastIndexOf('\n', main.length - 600) + 1)
      const cuts: ((main: Buffer) => Buffer)[] = [
        (main) => main.subarray(0, main.length >> 1),
        betweenStatements,
        (main) => main.subarray(0, main.length - 40),
        () => Buffer.alloc(0),
        (main) => {
          const other = Buffer.from(main)
          other[other.length >> 1] = (other[other.length >> 1] ?? 0) ^ 1
          return other
        },
      ]
      for (const cut of cuts) {
        const scratch = scratchOf()
        await expect(server.connector.verify(kept.changed(cut), context)).rejects.toMatchObject({ code: 'DB_104' })
        await expect(server.connector.restoreInto(kept.changed(cut), scratch, context)).rejects.toMatchObject({
          code: 'DB_104',
        })
        await expect(server.invariant(scratch)).rejects.toThrow()
      }
    })

    it('is not restored over a database that exists, nor drops one it did not make', async () => {
      const { kept } = await dump()
      await expect(server.connector.restoreInto(kept, server.asAdmin(clinic), context)).rejects.toMatchObject({
        code: 'DB_112',
      })
      await expect(server.connector.dropScratch(server.asAdmin(clinic), context)).rejects.toMatchObject({
        code: 'DB_112',
      })
      expect((await server.invariant(clinic)).atendimento).toBeGreaterThanOrEqual(PATIENTS)
    })

    it('is refused when the manifest promises other rows than the dump holds', async () => {
      const { kept, manifest } = await dump()
      const text = kept.parts.get(MANIFEST_NAME)?.toString() ?? ''
      const patients = manifest.tables.find(({ rows }) => rows === PATIENTS)
      const more = text.replace(JSON.stringify(patients), JSON.stringify({ ...patients, rows: PATIENTS + 1 }))
      expect(more).not.toBe(text)
      kept.parts.set(MANIFEST_NAME, Buffer.from(more))
      const scratch = scratchOf()
      await expect(server.connector.restoreInto(kept, scratch, context)).rejects.toMatchObject({ code: 'DB_110' })
      await expect(server.invariant(scratch)).rejects.toThrow()
    })

    it('tells whether anything was written since', async () => {
      const ask = (since?: string) => server.connector.changed(clinic, since, context)
      await using _program = await server.attend?.(clinic)
      const first = await ask()
      expect(first.kind).toBe('unknown')
      // Statistics of the writes before may come in late.
      let mark = first.mark
      const settles = async () => {
        const { kind, mark: next } = await ask(mark)
        mark = next
        return kind
      }
      await expect.poll(settles, { timeout: 120_000, interval: 1200 }).toBe('same')
      await server.invariant(clinic)
      await dump()
      expect((await ask(mark)).kind).toBe('same')
      await server.sql(clinic, "update paciente set nome = 'Zoé' where id = 7;")
      await expect.poll(async () => (await ask(mark)).kind, { timeout: 120_000, interval: 300 }).toBe('changed')
    })

    it('is refused as suspicious when it shrank to less than half', async () => {
      const { manifest } = await dump()
      const bytes = manifest.files[0]?.bytes ?? 0
      expect(await codeOfDump(clinic, { lastGoodBytes: bytes * 2 - 2000 })).toBe('kept')
      expect(await codeOfDump(clinic, { lastGoodBytes: bytes * 2 + 2000 })).toBe('DB_111')
    })

    it('never shows a password in a command line, an error, or a file that stays', async () => {
      const seen = new Set<string>()
      const isOver = new AbortController()
      const watching = (async () => {
        while (!isOver.signal.aborted) {
          for (const pid of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)))
            seen.add(await readFile(join('/proc', pid, 'cmdline'), 'latin1').catch(() => ''))
          await new Promise((resolve) => setTimeout(resolve, 2))
        }
      })()
      const kept = new KeptDump()
      const isSeen = () => [...seen].some((line) => line.includes(server.toolName))
      await server.connector.dump(clinic, context, ({ name, bytes }) =>
        kept.sink({
          name,
          bytes: (async function* () {
            for await (const block of bytes) {
              // The tool waits for us, and we for a look at it.
              await expect.poll(isSeen, { timeout: 20_000 }).toBe(true)
              yield block
            }
          })(),
        }),
      )
      const scratch = scratchOf()
      await server.connector.restoreInto(kept, scratch, context)
      await server.connector.dropScratch(scratch, context)
      isOver.abort()
      await watching
      const lines = [...seen].join('\n')
      expect(lines).toContain(server.toolName)
      for (const password of server.passwords) {
        expect(lines).not.toContain(password)
        expect(lines).not.toContain(Buffer.from(password).toString('latin1'))
      }
      for (const [name, part] of kept.parts)
        for (const password of server.passwords) expect(part.includes(password), name).toBe(false)
      expect(await readdir(folder)).toEqual([])
    })

    describe('its own', () =>
      ownTests({
        get server() {
          return server
        },
        get clinic() {
          return clinic
        },
        get context() {
          return context
        },
        dump,
        codeOfDump,
        scratchOf,
      }))

    describe('bad input', () => {
      it('DB_107: a wrong password, and one the keychain lost', async () => {
        const wrong = { ...context, secrets: { read: async () => 'errada' } }
        const lost = { ...context, secrets: { read: async () => null } }
        for (const other of [wrong, lost]) {
          const error = await server.connector.dump(clinic, other, new KeptDump().sink).catch((thrown) => thrown)
          expect(error).toMatchObject({ code: 'DB_107' })
          expect(JSON.stringify([error.message, error.params, String(error.cause)])).not.toContain('errada')
          await expect(server.connector.changed(clinic, undefined, other)).rejects.toMatchObject({ code: 'DB_107' })
        }
      })

      it('DB_105: a database that is not there', async () => {
        expect(await codeOfDump(server.missing(clinic))).toBe('DB_105')
      })

      it('DB_108: the tools are not where the settings say', async () => {
        expect(await codeOfDump({ ...clinic, toolsFolder: folder })).toBe('DB_108')
      })

      it('DB_104: the connection breaks in the middle of the dump, and nothing is published', async () => {
        const big = await server.createClinic('grande', 20_000)
        const kept = new KeptDump()
        let isFirst = true
        const cut = server.connector.dump(big, context, async ({ name, bytes }) => {
          await kept.sink({
            name,
            bytes: (async function* () {
              for await (const block of bytes) {
                yield block
                if (isFirst) await server.cutConnections(big)
                isFirst = false
              }
            })(),
          })
        })
        await expect(cut).rejects.toMatchObject({ code: 'DB_104' })
        expect([...kept.parts.keys()]).toEqual([])
        expect(await readdir(folder)).toEqual([])
      })

      it('a vault that fails in the middle ends the tool and tells its own failure', async () => {
        const pulled = new Error('o disco foi tirado')
        const failing = server.connector.dump(clinic, context, async ({ bytes }) => {
          for await (const _ of bytes) throw pulled
        })
        await expect(failing).rejects.toBe(pulled)
        expect(await readdir(folder)).toEqual([])
        await expect.poll(() => runningTools(server.toolName), { timeout: 20_000 }).toEqual([])
      })

      it('stops when the work is stopped', async () => {
        const stop = new AbortController()
        const stopped = server.connector.dump(clinic, { ...context, signal: stop.signal }, async ({ bytes }) => {
          for await (const _ of bytes) stop.abort(new Error('a pedido'))
        })
        await expect(stopped).rejects.toThrow('a pedido')
        await expect.poll(() => runningTools(server.toolName), { timeout: 20_000 }).toEqual([])
        expect(await readdir(folder)).toEqual([])
      })

      it('DB_101: locked longer than the patience; works again when the lock is gone', async () => {
        const lock = await server.lock(clinic)
        try {
          expect(await codeOfDump()).toBe('DB_101')
        } finally {
          await lock.release()
        }
        expect(await codeOfDump()).toBe('kept')
      })

      it('DB_106: the server is down; works again when it is back', async () => {
        await server.halt()
        expect(await codeOfDump()).toBe('DB_106')
        await expect(server.connector.changed(clinic, undefined, context)).rejects.toMatchObject({ code: 'DB_106' })
        await server.resume()
        expect(await codeOfDump()).toBe('kept')
      })
    })
  })
}

/** Command lines of our own children that run this tool. */
async function runningTools(toolName: string): Promise<readonly string[]> {
  const lines: string[] = []
  for (const pid of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const status = await readFile(join('/proc', pid, 'stat'), 'utf8').catch(() => '')
    const parent = /\) \S (\d+)/.exec(status)?.[1]
    const line = (await readFile(join('/proc', pid, 'cmdline'), 'utf8').catch(() => '')).split('\0').join(' ')
    if (parent === String(process.pid) && line.includes(toolName)) lines.push(line)
  }
  return lines
}
