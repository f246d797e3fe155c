import { expect, it } from 'vitest'
import { ROOT } from '../setup/paths.mjs'
import { propertiesIn, summary } from './test-long.mjs'

it('sums up what was survived over all campaigns, and says the seeds of each', () => {
  const campaigns = [
    { name: 'simulated disk', survived: 'power losses', count: 40, first: 7, last: 12 },
    { name: 'kill', survived: 'kills', count: 9, first: 1, last: 1 },
    { name: 'real file system', survived: 'power losses', count: 2, first: 3, last: 3 },
    { name: 'what is kept stays', survived: 'runs of properties', count: 300 },
  ]
  expect(summary(campaigns).split('\n')).toEqual([
    '  simulated disk: 40 power losses, seeds 7 to 12',
    '  kill: 9 kills, seeds 1 to 1',
    '  real file system: 2 power losses, seeds 3 to 3',
    '  what is kept stays: 300 runs of properties',
    'survived: 42 power losses, 9 kills, 300 runs of properties',
  ])
})

it('never says that nothing was survived', () => {
  expect(summary([])).toBe('no campaign came to its end')
})

it('finds the files that try properties, among all rooms and the slow ones', () => {
  const files = propertiesIn(ROOT).map(({ file }) => file)
  expect(files).toContain('shared/domain/disk-set.test.ts')
  expect(files).toContain('electron/engine/replicate/model.slow.test.ts')
  expect(files).toContain('test/property/there-and-back.test.ts')
})
