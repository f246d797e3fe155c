import type { Notice } from '../domain/index.ts'
import { formatMoment, formatOnMoment, type Language } from '../units/index.ts'
import { dictionaries } from './dictionaries.ts'
import { fill } from './fill.ts'

export type NoticeWords = {
  /** What is true now. */
  readonly title: string
  /** What is safe. */
  readonly safe: string
  /** Who does what, until when. */
  readonly todo: string
  /** What happens if nobody does; empty when everyone knows already. */
  readonly otherwise: string
  readonly button: string
}

/** One notice in words. Made of the subject, roles and moments only, so that nothing of a patient can get in. */
export function noticeWords(notice: Notice, nowMs: number, language: Language): NoticeWords {
  const { subject, action, otherwise, todoUntil, todoNow } = dictionaries[language].notices
  const { untilMs, level } = notice
  const isOver = untilMs === null || untilMs <= nowMs
  const values = {
    who: whoWords(notice, language),
    todo: action[notice.action].todo,
    since: formatMoment(notice.sinceMs, nowMs, language),
    until: isOver ? '' : formatMoment(untilMs, nowMs, language),
  }
  return {
    title: fill(subject[notice.subject].title, values),
    safe: subject[notice.subject].safe,
    todo: fill(isOver ? todoNow : todoUntil, values),
    otherwise: level === 'everyone' ? '' : otherwise[notice.audience.includes('manager') ? 'manager' : level],
    button: action[notice.action].button,
  }
}

/** The same as an e-mail. */
export function emailWords(
  notice: Notice,
  clinicName: string,
  nowMs: number,
  language: Language,
): { subject: string; text: string } {
  const { email } = dictionaries[language].notices
  const words = noticeWords(notice, nowMs, language)
  const since = formatOnMoment(notice.sinceMs, nowMs, language)
  const code = notice.code === null ? [] : [fill(email.code, { code: notice.code })]
  const lines = [words.title, '', words.safe, words.todo, words.otherwise, '', fill(email.since, { since }), ...code]
  return {
    subject: fill(email.subject, { clinic: clinicName, title: words.title }),
    text: `${[...lines, '', email.foot].filter((line, index, all) => line !== '' || all[index - 1] !== '').join('\n')}\n`,
  }
}

/** What is sent to see whether e-mail works. */
export function trialWords(clinicName: string, language: Language): { subject: string; text: string } {
  const { trial, foot } = dictionaries[language].notices.email
  return { subject: fill(trial.subject, { clinic: clinicName }), text: `${trial.text}\n\n${foot}\n` }
}

function whoWords({ audience, level }: Notice, language: Language): string {
  const { who, whoJoin } = dictionaries[language].notices
  if (level === 'everyone') return who.everyone
  const [first, second] = audience
  const firstWord = first ? who[first] : ''
  return second ? fill(whoJoin, { first: firstWord, last: who[second].toLowerCase() }) : firstWord
}
