import { expect, test } from 'vitest'
import { traceOf } from './trace.ts'

test('a log learns the class and the function of an unexpected error, never its message', () => {
  function openMariaSilva() {
    return new TypeError('ENOENT: /clínica/Maria Silva.pdf')
  }
  expect(traceOf(openMariaSilva())).toEqual({ class: 'TypeError', frame: 'openMariaSilva' })
  expect(traceOf('/clínica/Maria Silva.pdf')).toEqual({ class: 'string', frame: '' })
})
