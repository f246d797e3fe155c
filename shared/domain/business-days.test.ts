import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  businessDaysAfter,
  dayOf,
  easterOf,
  endOfDayMs,
  isBusinessDay,
  nationalHolidays,
  noonOf,
  plusDays,
} from './business-days.ts'

const weekdayOf = (day: string) => new Date(`${day}T12:00:00Z`).getUTCDay()
const someDay = fc.integer({ min: 0, max: 3650 }).map((days) => plusDays('2021-01-01', days))

describe('Easter', () => {
  it.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2028, '2028-04-16'],
    [2029, '2029-04-01'],
    [2030, '2030-04-21'],
    // The earliest and the latest it can be.
    [1818, '1818-03-22'],
    [2038, '2038-04-25'],
  ])('of %i is %s', (year, day) => expect(easterOf(year)).toBe(day))

  it('is a Sunday between 22 March and 25 April', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1700, max: 2400 }), (year) => {
        const day = easterOf(year)
        expect(weekdayOf(day)).toBe(0)
        expect(day >= `${year}-03-22` && day <= `${year}-04-25`).toBe(true)
      }),
    )
  })
})

describe('holidays of the country', () => {
  it.each([
    [2024, '2024-03-29'],
    [2025, '2025-04-18'],
    [2026, '2026-04-03'],
    [2027, '2027-03-26'],
    [2028, '2028-04-14'],
    [2029, '2029-03-30'],
    [2030, '2030-04-19'],
  ])('of %i are the nine of the calendar, Consciência Negra among them, and Good Friday %s', (year, friday) => {
    const days = nationalHolidays(year)
    const fixed = ['01-01', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '11-20', '12-25']
    expect(days).toEqual([...fixed.map((day) => `${year}-${day}`), friday].sort())
    expect(weekdayOf(friday)).toBe(5)
  })

  it('had no Consciência Negra before its law', () => {
    expect(nationalHolidays(2023)).not.toContain('2023-11-20')
  })

  it('do not hold Carnaval and Corpus Christi, which would make a term longer', () => {
    expect(isBusinessDay('2026-02-16')).toBe(true)
    expect(isBusinessDay('2026-02-17')).toBe(true)
    expect(isBusinessDay('2026-06-04')).toBe(true)
  })
})

describe('terms of business days', () => {
  it.each([
    // known on, days, ends on
    ['2026-11-16', 3, '2026-11-19'], // Monday: no holiday between
    ['2026-11-18', 3, '2026-11-24'], // Wednesday: Friday is Consciência Negra, then the weekend
    ['2026-11-20', 3, '2026-11-25'], // known on the holiday itself
    ['2026-04-01', 3, '2026-04-07'], // Good Friday
    ['2026-12-23', 3, '2026-12-29'], // Christmas
    ['2025-12-31', 3, '2026-01-06'], // New Year, into another year
    ['2027-02-05', 3, '2027-02-10'], // Carnaval counts as working days
    ['2024-11-14', 20, '2024-12-16'], // 15 November is a Friday, 20 a Wednesday
    ['2026-11-18', 20, '2026-12-17'],
    ['2030-04-17', 3, '2030-04-23'], // Good Friday 19 April; the 21st is Tiradentes and Easter, a Sunday
  ])('known on %s, %i business days end on %s', (day, count, end) => expect(businessDaysAfter(day, count)).toBe(end))

  it("leave out the clinic's own days", () => {
    expect(businessDaysAfter('2026-11-16', 3, ['2026-11-18'])).toBe('2026-11-23')
  })

  it('hold exactly so many business days, and end on one', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 1, max: 60 }), fc.array(someDay, { maxLength: 5 }), (day, count, own) => {
        const end = businessDaysAfter(day, count, own)
        expect(isBusinessDay(end, own)).toBe(true)
        let held = 0
        for (let at = plusDays(day, 1); at <= end; at = plusDays(at, 1)) if (isBusinessDay(at, own)) held++
        expect(held).toBe(count)
      }),
    )
  })

  it('add up, never end sooner for a later day, and never sooner for one more holiday', () => {
    fc.assert(
      fc.property(
        someDay,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        someDay,
        (day, a, b, own) => {
          expect(businessDaysAfter(businessDaysAfter(day, a), b)).toBe(businessDaysAfter(day, a + b))
          expect(businessDaysAfter(plusDays(day, 1), a) >= businessDaysAfter(day, a)).toBe(true)
          expect(businessDaysAfter(day, a, [own]) >= businessDaysAfter(day, a)).toBe(true)
        },
      ),
    )
  })
})

it('a moment belongs to its local day, which ends in its last second', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2020, 0, 2), max: Date.UTC(2030, 0, 2) }), (atMs) => {
      const day = dayOf(atMs)
      expect(dayOf(endOfDayMs(day))).toBe(day)
      expect(dayOf(noonOf(day))).toBe(day)
      expect(dayOf(endOfDayMs(day) + 1000)).toBe(plusDays(day, 1))
      expect(endOfDayMs(day)).toBeGreaterThan(atMs - 1000)
    }),
  )
})
