// Stands in for sqlcmd, in the words its documentation shows. Its folder holds `mode` (what goes wrong), `calls` (what it was asked,
// with the password it was given) and `databases`.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const folder = dirname(process.argv[2] ?? '')
const args = process.argv.slice(3)
const at = (name: string) => join(folder, name)
const read = (name: string) => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : '')
const mode = read('mode')
const sql = args[args.indexOf('-Q') + 1] ?? ''
appendFileSync(at('calls'), `${JSON.stringify({ args, password: process.env.SQLCMDPASSWORD })}\n`)

const fails = (number: number, text: string): never => {
  process.stdout.write(`Msg ${number}, Level 16, State 1, Server PC-01\\SQLEXPRESS, Line 1\r\n${text}\r\n`)
  process.exit(1)
}
const prints = (text: string): never => {
  process.stdout.write(`${text}${text ? '\r\n' : ''}salvaguarda-fim\r\n`)
  process.exit(0)
}
const known = () => [...(existsSync(at('renamed')) ? [] : ['Clinica']), ...read('databases').split('\n')]
const disk = /disk = N'((?:[^']|'')+)'/.exec(sql)?.[1] ?? ''

if (mode === 'down') {
  process.stderr.write(
    'Sqlcmd: Error: Microsoft ODBC Driver 17 for SQL Server : Named Pipes Provider: Could not open a connection to SQL Server [2].\r\n',
  )
  process.exit(1)
}
if (mode === 'wrong password') fails(18456, "Login failed for user 'copia'.")
if (/^set nocount on; backup database/.test(sql)) {
  if (mode === 'no database') fails(911, "Database 'x' does not exist. Make sure that the name is entered correctly.")
  if (mode === 'no right') fails(262, "BACKUP DATABASE permission denied in database 'x'.")
  if (mode === 'damaged') fails(3043, "BACKUP 'x' detected an error on page (1:9) in file 'C:\\x.mdf'.")
  if (mode === 'busy') fails(3023, 'Backup and file manipulation operations on a database must be serialized.')
  if (mode === 'no room') fails(3201, "Cannot open backup device 'x'. Operating system error 5(Access is denied.).")
  const body = mode === 'short' ? 'nada' : `TAPE${'página '.repeat(mode === 'small' ? 100 : 50_000)}`
  writeFileSync(disk, body)
  if (mode === 'dies') process.exit(0)
  prints('Processed 344 pages for database x.\r\nBACKUP DATABASE successfully processed 346 pages in 0.021 seconds.')
}
if (/restore verifyonly/.test(sql)) {
  if (mode === 'not verified') fails(3242, 'The file on device is not a valid Microsoft Tape Format backup set.')
  prints('The backup set on file 1 is valid.')
}
if (/ProductVersion/.test(sql)) prints('15.0.2000.5')
if (/InstanceDefaultDataPath/.test(sql)) prints('C:\\Dados\\')
if (/filelistonly/.test(sql)) prints('Clinica|C:\\Clinica.mdf|D|PRIMARY\r\nClinica_log|C:\\Clinica_log.ldf|L|NULL')
const renames = /alter database \[([^\]]+)\] modify name = \[([^\]]+)\]/.exec(sql)
if (renames) {
  const [, from = '', to = ''] = renames
  if (mode === 'dies between' && to === 'Clinica') process.exit(1)
  const names = known().map((name) => (name === from ? to : name))
  writeFileSync(at('renamed'), '')
  writeFileSync(at('databases'), names.join('\n'))
}
if (/sys\.databases where name = N'([^']+)'/.test(sql)) {
  const [, name = ''] = /name = N'([^']+)'/.exec(sql) ?? []
  prints(known().includes(name) ? name : '')
}
if (/restore database \[(.+?)\]/.test(sql)) {
  const [, name = ''] = /restore database \[(.+?)\]/.exec(sql) ?? []
  appendFileSync(at('databases'), `${name}\n`)
  prints('RESTORE DATABASE successfully processed 346 pages in 0.030 seconds.')
}
if (/drop database/.test(sql)) writeFileSync(at('databases'), '')
if (/extended_properties/.test(sql)) prints(/\[Clinica\]/.test(sql) ? '' : 'Salvaguarda: banco de ensaio')
if (/checkdb/.test(sql) && mode === 'checkdb finds')
  prints('Table error: Object ID 1, index ID 1. Page (1:9) is missing.')
if (/sqlserver_start_time/.test(sql)) prints(`2026-11-21T08:00:00/${read('updates') || '7'}/90/2026-11-20T10:00:00`)
prints('')
