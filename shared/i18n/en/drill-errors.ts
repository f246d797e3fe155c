/** Drills: what stands in the way of one. */
export const drillErrors = {
  DRILL_101: {
    safe: 'A drill is under way on this computer already.',
    todo: 'Finish or close that drill before you begin another one.',
  },
  DRILL_102: {
    safe: 'It is not this step’s turn, or the drill is over. Nothing was lost.',
    todo: 'Open the Drills screen and go on with the step it shows.',
  },
  DRILL_103: {
    safe: 'The clinic lacks something that this drill needs.',
    todo: 'The card of the drill says what is missing. Put that right, or choose another drill.',
  },
} as const
