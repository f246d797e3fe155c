export { type Dictionary, dictionaries, type Namespace, namespaces } from './dictionaries.ts'
export { fill } from './fill.ts'
export { emailWords, type NoticeWords, noticeWords, trialWords } from './notice-words.ts'
export type { SameShape } from './shape.ts'
