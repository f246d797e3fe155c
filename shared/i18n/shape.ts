/** The same keys with other words: a key that one language lacks, or has too many, is a type error. */
export type SameShape<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameShape<T[K]> }
