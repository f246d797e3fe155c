import { AppError, exitCodeOf, isAppError } from '#shared/errors/index.ts'
import { commands } from './commands/all.ts'
import { Context, type Outcome } from './context.ts'
import { helpText } from './help.ts'
import { type Arguments, languageOf, readArguments } from './options.ts'
import { Output } from './output.ts'
import { recorded } from './register.ts'
import { VERSION } from './version.ts'

const EXIT_CODE: Readonly<Record<Outcome, number>> = { done: 0, 'done-with-skips': 3, problems: 1 }

/** The engine without a window: for technicians, servers and tests. Gives the exit code. */
export async function main(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  let output = new Output('pt-BR', { isJson: argv.includes('--json'), isQuiet: false })
  try {
    output = new Output(languageOf(undefined, environment), { isJson: output.isJson, isQuiet: false })
    const read = readArguments(argv)
    const { lang, json, quiet } = read.values
    output = new Output(languageOf(lang as string | undefined, environment), {
      isJson: json === true,
      isQuiet: quiet === true,
    })
    return await run(read, output, environment)
  } catch (error) {
    await output.failure(error)
    if (environment.SALVAGUARDA_DEBUG && !isAppError(error)) console.error(error)
    return exitCodeOf(error)
  }
}

async function run(read: Arguments, output: Output, environment: NodeJS.ProcessEnv): Promise<number> {
  if (read.values.version === true) {
    output.line(VERSION)
    return 0
  }
  if (read.command === undefined || read.values.help === true) {
    output.line(helpText(output.language, read.command))
    return 0
  }
  const context = new Context(read, output, interruption(), environment)
  const command = await commands[read.command]()
  return EXIT_CODE[await recorded(context, read.command, () => command(context))]
}

/** Aborts on the first Ctrl-C, so that the lock is released and nothing half-written stays; a second one ends the process at once. */
function interruption(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new AppError('APP_001')))
  return stop.signal
}
