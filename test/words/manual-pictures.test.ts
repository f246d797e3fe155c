import { globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { manual, sentences } from './text.ts'

// The pictures of the manual are those that the end-to-end tests made of the app; an old one is told by the words that stand on it.

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const PICTURES = path.join(ROOT, 'docs', 'manual', 'pictures')
const MADE_ANEW = 'run the end-to-end tests that make it, then "node build/scripts/manual-pictures.mjs"'
/** Below that a picture shows another screen than the app has. One sentence worded better does not make it old. */
const STILL_TRUE = 0.85
const MOST_BYTES = 60_000

const named = new Set(
  manual().flatMap(({ text }) => [...text.matchAll(/\(pictures\/([\w-]+)\.png\)/gu)].map(([, name]) => name ?? '')),
)
const committed: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync(path.join(PICTURES, 'pictures.json'), 'utf8'),
)

describe('the pictures of the manual', () => {
  it('are there, each of them named by a page', () => {
    const files = readdirSync(PICTURES).filter((name) => name.endsWith('.png'))
    expect(files.map((file) => file.replace(/\.png$/u, '')).sort()).toEqual([...named].sort())
    expect(Object.keys(committed).sort()).toEqual([...named].sort())
  })

  it('are made by an end-to-end test', () => {
    const tests = globSync('test/e2e/*.e2e.ts', { cwd: ROOT }).map((file) =>
      readFileSync(path.join(ROOT, file), 'utf8'),
    )
    expect([...named].filter((name) => !tests.some((source) => source.includes(`'${name}'`)))).toEqual([])
  })

  it.each(Object.entries(committed))('%s shows what the app says today', (name, words) => {
    const now = new Map(sentences('pt-BR').map(({ where, text }) => [where, text]))
    const gone = Object.entries(words).filter(([where, text]) => now.get(where) !== text)
    const left = 1 - gone.length / Math.max(1, Object.keys(words).length)
    expect(left, `${name} is old: ${MADE_ANEW}. Other words now: ${gone.map(([, text]) => text)}`).toBeGreaterThan(
      STILL_TRUE,
    )
  })

  it('are small', () => {
    expect([...named].filter((name) => statSync(path.join(PICTURES, `${name}.png`)).size > MOST_BYTES)).toEqual([])
  })
})
