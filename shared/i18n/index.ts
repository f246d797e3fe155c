export { type Dictionary, dictionaries, type Namespace, namespaces } from './dictionaries.ts'
export type { SameShape } from './shape.ts'
