/** English for `pt-br/people-errors.ts`, sentence by sentence. */
export const peopleErrors = {
  PEOPLE_101: { safe: 'Nobody has signed in here yet. Nothing changed.', todo: 'Choose your name and type your PIN.' },
  PEOPLE_102: {
    safe: 'This is not the PIN of this person. Nothing changed.',
    todo: 'Type it again. Tries left: {{tries}}.',
  },
  PEOPLE_103: {
    safe: 'The PIN was typed wrong several times. Nothing changed.',
    todo: 'Wait {{seconds}} seconds and try again.',
  },
  PEOPLE_104: {
    safe: 'The PIN was typed wrong ten times. To be safe, this person can no longer sign in with it. Copies go on.',
    todo: 'Ask the manager for a new PIN. For the only manager, use the words of the kit.',
  },
  PEOPLE_105: {
    safe: 'This is not part of your role at the clinic. Nothing changed.',
    todo: 'Ask somebody who may, or talk to the manager.',
  },
  PEOPLE_106: { safe: 'This takes two people. Nothing has changed yet.', todo: 'Call somebody to confirm with you.' },
  PEOPLE_107: { safe: 'This asks for your PIN once more. Nothing has changed yet.', todo: 'Type your PIN.' },
  PEOPLE_108: {
    safe: 'The PIN you were given is only for signing in the first time.',
    todo: 'Choose a PIN now that only you know.',
  },
  PEOPLE_109: {
    safe: 'This PIN is easy to guess or the same as before. Nothing changed.',
    todo: 'Use six digits or more, not in a row and not repeated, or a password of eight letters or more.',
  },
  PEOPLE_110: {
    safe: 'Nobody changes what they themselves may do, nor their own entry. Nothing changed.',
    todo: 'Ask another manager.',
  },
  PEOPLE_111: { safe: 'The clinic always needs a manager. Nothing changed.', todo: 'Add another manager first.' },
  PEOPLE_112: {
    safe: 'Somebody on the list has this name already. Nothing changed.',
    todo: 'Use another surname, or a nickname.',
  },
  PEOPLE_113: {
    safe: 'This person is not on the list or has left the clinic. Nothing changed.',
    todo: 'Choose another person.',
  },
  PEOPLE_114: {
    safe: 'This person cannot confirm this request. Nothing changed.',
    todo: 'Call another person, with a PIN of their own, who may approve.',
  },
  PEOPLE_115: { safe: 'The clinic has people already. Nothing changed.', todo: 'Sign in with your name and your PIN.' },
  PEOPLE_116: {
    safe: 'This request is older than 15 minutes or was used already. Nothing changed.',
    todo: 'Ask again and confirm right after.',
  },
  PEOPLE_117: {
    safe: 'This takes two people, and there is nobody else who may confirm. Nothing changed.',
    todo: 'Add somebody in People who may approve.',
  },
  PEOPLE_118: {
    safe: 'The first person on the list is always a manager. Nothing changed.',
    todo: 'Add the manager first.',
  },
} as const
