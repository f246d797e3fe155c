import { keepCompiledCode } from './compile-cache.ts'

keepCompiledCode(process.env)
// Loaded after the line above, so that all of it comes out of the cache.
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2), process.env)
