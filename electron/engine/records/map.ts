import type { EhrMap } from '#shared/domain/index.ts'

export { type EhrMap, ehrMapSchema } from '#shared/domain/index.ts'
export type Section = EhrMap['sections'][number]
export type Link = Section['links'][number]
export type Condition = NonNullable<Link['where']>
export type FhirKind = NonNullable<Section['fhir']>
