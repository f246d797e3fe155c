import type { Language } from './language.ts'

type Unit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year'

export type TimeWords = {
  /** Whole words, singular and plural: "20 minutos". */
  readonly long: Readonly<Record<Unit, readonly [one: string, many: string]>>
  /** For two-part lengths: "38 min 12 s". */
  readonly short: Readonly<Record<'second' | 'minute' | 'hour', string>>
  readonly lessThanASecond: string
  readonly justNow: string
  /** `{}` is where the length goes: "há {}". */
  readonly ago: string
  readonly today: string
  readonly yesterday: string
  readonly tomorrow: string
  readonly weekdays: readonly [string, string, string, string, string, string, string]
  /** The little word before a weekday or a date inside a sentence; `{}` is where the day goes. */
  readonly onWeekday: readonly [string, string, string, string, string, string, string]
  readonly onDate: string
}

/** The words of ages, lengths and moments. Sentences live in `shared/i18n`; these are parts of numbers. */
export const timeWords: Readonly<Record<Language, TimeWords>> = {
  'pt-BR': {
    long: {
      second: ['segundo', 'segundos'],
      minute: ['minuto', 'minutos'],
      hour: ['hora', 'horas'],
      day: ['dia', 'dias'],
      month: ['mês', 'meses'],
      year: ['ano', 'anos'],
    },
    short: { second: 's', minute: 'min', hour: 'h' },
    lessThanASecond: 'menos de 1 segundo',
    justNow: 'agora há pouco',
    ago: 'há {}',
    today: 'hoje',
    yesterday: 'ontem',
    tomorrow: 'amanhã',
    weekdays: ['domingo', 'segunda', 'terça', 'quarta', 'quinta', 'sexta', 'sábado'],
    onWeekday: ['no {}', 'na {}', 'na {}', 'na {}', 'na {}', 'na {}', 'no {}'],
    onDate: 'em {}',
  },
  en: {
    long: {
      second: ['second', 'seconds'],
      minute: ['minute', 'minutes'],
      hour: ['hour', 'hours'],
      day: ['day', 'days'],
      month: ['month', 'months'],
      year: ['year', 'years'],
    },
    short: { second: 's', minute: 'min', hour: 'h' },
    lessThanASecond: 'less than 1 second',
    justNow: 'just now',
    ago: '{} ago',
    today: 'today',
    yesterday: 'yesterday',
    tomorrow: 'tomorrow',
    weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
    onWeekday: ['on {}', 'on {}', 'on {}', 'on {}', 'on {}', 'on {}', 'on {}'],
    onDate: 'on {}',
  },
}
