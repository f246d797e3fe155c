import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { GENERATED, generateKernels } from './wasm.mjs'

test('the committed WebAssembly is what its source compiles to', async () => {
  expect(await readFile(GENERATED, 'utf8')).toBe(await generateKernels())
})
