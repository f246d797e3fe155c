import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawnRows, RowHeights, rowAfterKey } from './rows.ts'

const MOST = 100_000
const rowsOf = (count: number, guessPx: number) => {
  const heights = new RowHeights(guessPx)
  heights.resize(count)
  return heights
}

it('draws few of very many rows, whatever was measured, and the room of all others', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 101, max: MOST }),
      fc.array(fc.tuple(fc.nat({ max: MOST }), fc.integer({ min: 30, max: 400 })), { maxLength: 50 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat({ max: MOST }),
      (count, measured, turned, focused) => {
        const heights = rowsOf(count, 72)
        for (const [index, px] of measured) if (index < count) heights.measure(index, px)
        const whole = heights.top(count)
        const from = heights.at(turned * whole - 500)
        const to = heights.at(turned * whole + 2000)
        const drawn = drawnRows(count, heights, { from, to }, [focused])
        const rows = drawn.flatMap((one) => (one.kind === 'row' ? one.index : []))
        expect(rows.length).toBeLessThan(200)
        expect(rows).toEqual([...new Set(rows)].sort((left, right) => left - right))
        if (focused < count) expect(rows).toContain(focused)
        // What is drawn and the room between take as much as all rows would.
        const taken = drawn.reduce(
          (sum, one) => sum + (one.kind === 'room' ? one.px : heights.top(one.index + 1) - heights.top(one.index)),
          0,
        )
        expect(taken).toBeCloseTo(whole, 3)
      },
    ),
    { numRuns: 100 },
  )
})

it('finds the row at a place again after others were measured', () => {
  const heights = rowsOf(1000, 50)
  expect(heights.at(-10)).toBe(0)
  expect(heights.at(125)).toBe(2)
  expect(heights.measure(0, 100)).toBe(true)
  expect(heights.measure(0, 100.2)).toBe(false)
  // Others are guessed to be as high as the measured one.
  expect([heights.top(2), heights.at(125), heights.at(1e9)]).toEqual([200, 1, 999])
})

it('more rows leave what was measured where it is, and fewer forget the rest', () => {
  const heights = rowsOf(10, 50)
  heights.measure(0, 100)
  heights.measure(9, 300)
  heights.resize(20)
  expect([heights.top(1), heights.top(10) - heights.top(9), heights.top(20)]).toEqual([100, 300, 400 + 18 * 200])
  heights.resize(5)
  expect([heights.top(1), heights.top(5), heights.at(1e9)]).toEqual([100, 500, 4])
})

it('keys lead to the next row, the last one and no further', () => {
  const to = (key: string, from: number) => rowAfterKey(key, from, MOST, 20)
  expect(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'a'].map((key) => to(key, 50))).toEqual([
    51,
    49,
    70,
    30,
    0,
    99_999,
    undefined,
  ])
  expect([to('ArrowUp', 0), to('ArrowDown', 99_999), to('PageDown', 99_990)]).toEqual([0, 99_999, 99_999])
})
