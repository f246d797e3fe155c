/** What to say when a database cannot be copied or brought back; part of the table in `errors.ts`. */
export const databaseErrors = {
  DB_101: {
    safe: 'The database of your system is busy and could not be copied now. Its earlier copies are whole.',
    todo: 'Try again in a while. If it happens again, close the clinic system for a minute.',
  },
  DB_102: {
    safe: 'The database of your system is damaged and this copy of it was not kept. The earlier copies are whole.',
    todo: 'Call the technician before you go on using the system.',
  },
  DB_103: {
    safe: 'This database is closed with a password of its own or is not one we know. The earlier copies are whole.',
    todo: 'Call the technician or the supplier of the system.',
  },
  DB_104: {
    safe: 'The copy of the database came out incomplete and was thrown away. Its earlier copies are whole.',
    todo: 'Try again. If it happens again, see whether this computer has free space.',
  },
  DB_105: {
    safe: 'The database of your system is no longer in its place. Its earlier copies are still kept.',
    todo: 'Open the clinic system and look, or choose the database again.',
  },
  DB_106: {
    safe: 'The server of the database does not answer. Its earlier copies are whole.',
    todo: 'See whether the server computer is on and connected. We try again by ourselves.',
  },
  DB_107: {
    safe: 'The database refused the user or password of the copy. Its earlier copies are whole.',
    todo: 'In What we protect, type the new password. The technician knows it.',
  },
  DB_108: {
    safe: 'The copying tool of the database is missing or older than the server. Its earlier copies are whole.',
    todo: 'Ask the technician to install the server’s own tools on this computer.',
  },
  DB_109: {
    safe: 'The user of the copy may not read the whole database, and half a copy was not kept. The earlier ones are whole.',
    todo: 'Call the technician: What we protect shows the commands that grant this.',
  },
  DB_110: {
    safe: 'The copy of the database does not hold what its list says. The database in use did not change.',
    todo: 'Choose another copy and call the technician.',
  },
  DB_111: {
    safe: 'The database is less than half the size of its last copy. This copy was not kept; the earlier ones are whole.',
    todo: 'See whether the data shows in the clinic system. If all is well, confirm in What we protect.',
  },
  DB_112: {
    safe: 'There is already a database with this name. Nothing in it changed.',
    todo: 'Choose another name for the recovered database.',
  },
  DB_113: {
    safe: 'This database is protected already. Nothing changed.',
    todo: 'Nothing needs to be done.',
  },
  DB_114: {
    safe: 'The database in use did not change. Replacing it takes a manager and the name of the clinic.',
    todo: 'Call the manager and type the name of the clinic as it stands at the top of this window.',
  },
  DB_115: {
    safe: 'The database in use did not change: a program has it open.',
    todo: 'Close the system of the clinic on every computer and try again.',
  },
  DB_116: {
    safe: 'The database in use did not change. It is on another computer and can only be replaced there.',
    todo: 'Ask the technician to recover on the computer of the server.',
  },
  DB_117: {
    safe: 'The database in use did not change. What is ready is not any more what was shown here.',
    todo: 'Go back, look at the chosen copy again and confirm once more.',
  },
  DB_118: {
    safe: 'The switch was interrupted before it happened. The previous database is still in use, and whole.',
    todo: 'The recovered database is ready beside it. Confirm the switch once more.',
  },
} as const
