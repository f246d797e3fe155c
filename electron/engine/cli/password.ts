import { readFile } from 'node:fs/promises'
import readline from 'node:readline'
import { Writable } from 'node:stream'
import { fail } from '#shared/errors/index.ts'

/**
 * A password from a file, as restic reads it: byte order mark and UTF-16 understood, blanks and line ends around it cut off.
 *
 * Throws APP_002 when the file does not read.
 */
export async function passwordFromFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) =>
    fail('APP_002', { detail: '--password-file' }, { cause }),
  )
  return textOf(bytes).trim()
}

function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(bytes.subarray(2)).swap16().toString('utf16le')
  return bytes.toString('utf8').replace(/^\uFEFF/, '')
}

/** The secret of the vault: file, environment, or typed at a terminal without echo. Throws APP_002 where there is none of them. */
export async function askPassword(
  file: string | undefined,
  environment: NodeJS.ProcessEnv,
  prompt: string,
): Promise<string> {
  const named = file ?? environment.RESTIC_PASSWORD_FILE
  if (named !== undefined) return passwordFromFile(named)
  if (environment.RESTIC_PASSWORD !== undefined) return environment.RESTIC_PASSWORD
  if (!process.stdin.isTTY) return fail('APP_002', { detail: '--password-file' })
  return typeSecret(prompt)
}

function typeSecret(prompt: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = readline.createInterface({ input: process.stdin, output: silent, terminal: true })
  process.stderr.write(prompt)
  return new Promise((resolve, reject) => {
    terminal.once('SIGINT', () => {
      terminal.close()
      reject(new Error('interrupted'))
    })
    terminal.question('', (typed) => {
      terminal.close()
      process.stderr.write('\n')
      resolve(typed)
    })
  })
}
