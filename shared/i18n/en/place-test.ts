import type { placeTest as source } from '../pt-br/place-test.ts'
import type { SameShape } from '../shape.ts'

export const placeTest: SameShape<typeof source> = {
  title: 'Test this place',
  intro:
    'The test writes and removes only things of its own, in its own folder. Copies that are there are not touched.',
  start: 'Test now',
  stop: 'Stop the test',
  running: 'Testing this place…',
  fit: 'This place can keep the copies.',
  unfit: 'This place cannot keep the copies as it is.',
  notTried: 'The test stopped before its end.',
  asBefore: 'The place is as it was before.',
  leftover: 'A folder of the test is still in this place and cannot be removed from here. It may be deleted by hand.',
  speed: 'Sending: {{up}} per second. Getting back: {{down}} per second. Each answer takes {{latency}} ms.',
  free: 'Free space: {{free}}.',
  kept: 'It works',
  broken: 'It does not work',
  failed: 'Stopped halfway ({{code}})',
  cases: {
    'absent-is-told': {
      tried: 'We asked for a folder that does not exist: the place has to say that it is not there.',
      broken: 'The place pretends to have what it has not: a copy could seem kept without being so.',
    },
    'created-empty': {
      tried: 'We prepared a new folder, twice: it has to begin empty and lose nothing the second time.',
      broken: 'Preparing the folder changes what is in it: copies could vanish.',
    },
    'read-back': {
      tried: 'We kept small and large things and read them back: all of it has to come back the same.',
      broken: 'What comes back is not what was kept: the copies could not be recovered.',
    },
    ranges: {
      tried: 'We asked for parts of what was kept: the right parts have to come.',
      broken: 'The place hands out the wrong parts: recovering a photo or a document would go wrong.',
    },
    'missing-is-told': {
      tried: 'We asked for things that were never kept: the place has to answer that it has none of them.',
      broken: 'The place cannot tell what is missing: an incomplete copy would pass for a complete one.',
    },
    removed: {
      tried: 'We removed one thing of the test: only that one may go.',
      broken: 'Removing does not work, or takes more than it should: cleaning old copies would not be safe.',
    },
    'same-again': {
      tried: 'We kept the same thing several times at once: one has to remain, and whole.',
      broken: 'Keeping it again spoils what was there: a copy that is repeated after a failure could be lost.',
    },
    'many-at-once': {
      tried: 'We kept and read forty things at once: none may mix with another.',
      broken: 'The place gets confused by many things at once: copies would come out mixed up.',
    },
    'own-bytes': {
      tried: 'We changed our own version after keeping it: the kept one must not change along.',
      broken: 'What is kept changes later: no copy would stay as it was made.',
    },
    'foreign-names': {
      tried: 'We tried to keep things under names that lead out of the folder: they have to be refused.',
      broken: 'The place accepts names that leave the folder: things of other people could be replaced.',
    },
  },
}
