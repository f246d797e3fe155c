import { expect, it } from 'vitest'
import { PlainDumpCheck } from './dump-check.ts'
import { codeOfPostgres } from './failure.ts'
import { withRestrictKey } from './restrict.ts'
import { majorOf } from './tools.ts'

const DUMP = `--
-- PostgreSQL database dump
--

\\restrict salvaguarda

CREATE FUNCTION f() RETURNS void AS $$
COPY public.x (a) FROM stdin;
$$;

--
-- Data for Name: Convênio; Type: TABLE DATA; Schema: público; Owner: dona
--

COPY "público"."Convênio ""A""" (id, r) FROM stdin;
1\t-- PostgreSQL database dump complete
2\t\\\\.
\\.


--
-- PostgreSQL database dump complete
--

\\unrestrict salvaguarda

`
function check(text: string, size = 4096) {
  const dump = new PlainDumpCheck('database')
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) dump.take(bytes.subarray(at, at + size))
  return { isWhole: dump.isWhole(), rows: Object.fromEntries(dump.rows) }
}

it.each([1, 5, 4096])('counts the rows of a dump, and is not fooled by texts in it (%i bytes)', (size) => {
  expect(check(DUMP, size)).toEqual({ isWhole: true, rows: { 'público.Convênio "A"': 2 } })
})

it('is not whole wherever it is cut, also between two statements (trap 7)', () => {
  const bytes = Buffer.from(DUMP)
  const end = bytes.lastIndexOf('\\unrestrict salvaguarda') + '\\unrestrict salvaguarda'.length
  for (let length = 0; length < end; length++)
    expect(check(bytes.subarray(0, length).toString('latin1')).isWhole, String(length)).toBe(false)
  expect(check(`${DUMP}drop table x;\n`).isWhole).toBe(false)
})

it.each([90, 4000, 40_000])('changes the key of the first and the last line only (%i bytes)', async (size) => {
  const long = DUMP.replace('1\t', `${'x'.repeat(30_000)}\n\\restrict salvaguarda\n\\unrestrict salvaguarda\n1\t`)
  const bytes = Buffer.from(long)
  const run = async (key: string | undefined) => {
    const blocks: Uint8Array[] = []
    const source = (async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    })()
    for await (const block of withRestrictKey(source, key)) blocks.push(block)
    return Buffer.concat(blocks).toString()
  }
  const changed = await run('segredo')
  expect(changed.match(/^\\(un)?restrict .*$/gm)).toEqual([
    '\\restrict segredo',
    '\\restrict salvaguarda',
    '\\unrestrict salvaguarda',
    '\\unrestrict segredo',
  ])
  expect(changed.replaceAll('segredo', 'salvaguarda')).toBe(long)
  expect((await run(undefined)).match(/^\\restrict /gm)).toHaveLength(1)
})

it.each([
  ['psql: error: connection to server at "x", port 1 failed: Connection refused', 'DB_106'],
  ['psql: error: FATAL:  password authentication failed for user "copia"', 'DB_107'],
  ['psql: erro: FATAL:  autenticação do tipo senha falhou para o usuário "copia"', 'DB_107'],
  ['psql: error: FATAL:  banco de dados "x" não existe', 'DB_105'],
  ['pg_dump: error: aborting because of server version mismatch', 'DB_108'],
  ['pg_dump: error: query failed: ERROR:  permission denied for table t\ndetail: Query was: LOCK TABLE t', 'DB_109'],
  ['pg_dump: error: query failed: ERROR:  canceling statement due to lock timeout', 'DB_101'],
  ['ERROR:  55P03: cancelando comando por causa do tempo', 'DB_101'],
  ['pg_dump: error: Dumping the contents of table "t" failed: invalid page in block 3', 'DB_102'],
  ['pg_dump: error: could not write to output file', 'DB_104'],
  ['pg_dump: warning: there are circular foreign-key constraints', undefined],
])('understands %s', (complaint, code) => {
  expect(codeOfPostgres(complaint)).toBe(code)
})

it('compares versions from before and after the tenth', () => {
  expect(majorOf('9.6.13')).toBe(9.6)
  expect(majorOf('15.18')).toBe(15)
  expect(majorOf('9.6.24')).toBeLessThan(majorOf('10.1'))
})
