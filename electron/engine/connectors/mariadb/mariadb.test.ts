import { expect, it } from 'vitest'
import { MariaDumpCheck } from './dump-check.ts'
import { codeOfMaria } from './failure.ts'
import { mergeInserts } from './merge-inserts.ts'
import { withoutSandboxLine } from './restore.ts'
import { versionOf } from './tools.ts'

const DUMP = `/*M!999999\\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB
-- Table structure for table \`paciente\`
CREATE TABLE \`paciente\` (\`id\` int);
LOCK TABLES \`paciente\` WRITE;
INSERT INTO \`paciente\` VALUES (1,'a\\'); (b');
INSERT INTO \`paciente\` VALUES (2,'linha\\nção (x),(y);');
INSERT INTO \`paciente\` (\`id\`, \`n\`) VALUES (3,NULL);
UNLOCK TABLES;
-- Table structure for table \`vazia\`
CREATE DEFINER=\`root\`@\`localhost\` PROCEDURE \`p\`()
begin
insert into x values (1);
INSERT INTO \`paciente\` VALUES (9,'no corpo');
INSERT INTO \`paciente\` VALUES (8,'no corpo');
end ;;
-- Dump completed
`
/** mysqldump's own way: many rows in one line. */
const JOINED = DUMP.replace("');\nINSERT INTO `paciente` VALUES (2", "'),(2")

const pieces = async function* (text: string, size: number) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const textOf = async (stream: AsyncIterable<Uint8Array>) => {
  const blocks: Uint8Array[] = []
  for await (const block of stream) blocks.push(Buffer.from(block))
  return Buffer.concat(blocks).toString()
}
async function checked(text: string, size: number) {
  const check = new MariaDumpCheck()
  for await (const block of pieces(text, size)) check.take(block)
  return { isWhole: check.isWhole(), tables: check.tables, routines: check.routines }
}

it.each([1, 7, 4096])('counts rows and routines, however the stream is cut (%i bytes)', async (size) => {
  const whole = await checked(DUMP, size)
  expect(whole).toMatchObject({ isWhole: true, routines: 1 })
  expect(whole.tables.map(({ name, rows }) => [name, rows])).toEqual([
    ['paciente', 5],
    ['vazia', 0],
  ])
  expect((await checked(JOINED, size)).tables).toEqual(whole.tables)
  const other = await checked(DUMP.replace("'a\\'", "'A\\'"), size)
  expect(other.tables[0]?.checksum).not.toBe(whole.tables[0]?.checksum)
})

it('is not whole without its last line, wherever it is cut', async () => {
  for (let length = 0; length < Buffer.from(DUMP).length - 2; length += 3)
    expect((await checked(Buffer.from(DUMP).subarray(0, length).toString('latin1'), 64)).isWhole, String(length)).toBe(
      false,
    )
})

it.each([1, 9, 4096])(
  'joins rows for the way back, and nothing in the body of a procedure (%i bytes)',
  async (size) => {
    const merged = await textOf(mergeInserts(pieces(DUMP, size)))
    expect(merged).toContain("VALUES (1,'a\\'); (b'),(2,'linha")
    expect(merged).toContain("(9,'no corpo');\nINSERT")
    expect((await checked(merged, size)).tables).toEqual((await checked(DUMP, size)).tables)
  },
)

it('drops the first line that old clients do not know', async () => {
  expect(await textOf(withoutSandboxLine(pieces(DUMP, 4096)))).toBe(DUMP.slice(DUMP.indexOf('\n') + 1))
})

it.each([
  ["ERROR 1045 (28000): Access denied for user 'x'@'y' (using password: YES)", 'DB_107'],
  ["mariadb-dump: Got error: 2002: \"Can't connect to server on 'h' (115)\" when trying to connect", 'DB_106'],
  ["mysqldump: Couldn't execute 'SHOW CREATE VIEW `v`': SHOW VIEW command denied to user (1142)", 'DB_109'],
  ['mariadb-dump: Error 2013: Lost connection to server during query when dumping table `t` at row: 1045', 'DB_104'],
  ["mysqldump: unknown option '--x'", 'DB_108'],
  ['mysqldump: [Warning] Using a password on the command line interface can be insecure.', undefined],
  ['', undefined],
])('understands %s', (complaint, code) => {
  expect(codeOfMaria(complaint)).toBe(code)
})

it('tells versions and families apart', () => {
  expect(versionOf('mariadb-dump  Ver 10.19 Distrib 10.11.19-MariaDB, for debian-linux-gnu')).toMatchObject({
    family: 'mariadb',
    number: 10_011,
  })
  expect(versionOf('mariadb-dump from 11.4.2-MariaDB, client 10.19')).toMatchObject({ number: 11_004 })
  expect(versionOf('mysqldump  Ver 8.0.36 for Linux on x86_64')).toMatchObject({ family: 'mysql', number: 8000 })
})
