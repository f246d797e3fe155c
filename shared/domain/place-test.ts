/** What a place for copies has to be able to do, one id a sentence of the backends' contract. Ids never change their meaning. */
export const placeTestCases = [
  'absent-is-told',
  'created-empty',
  'read-back',
  'ranges',
  'missing-is-told',
  'removed',
  'same-again',
  'many-at-once',
  'own-bytes',
  'foreign-names',
] as const
export type PlaceTestCase = (typeof placeTestCases)[number]
