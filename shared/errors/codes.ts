/**
 * Every failure a person can meet, by a code that never changes its meaning. Numbers are not reused.
 * The sentences live in `shared/i18n/<language>/errors.ts`; a test asks for one per code and language.
 * `exitCode` is what the command line ends with (restic's numbers where restic has one).
 */
export const codes = {
  APP_000: { action: 'call-technician', retryable: false, exitCode: 1 }, // unexpected
  APP_001: { action: 'none', retryable: true, exitCode: 130 }, // the person cancelled
  APP_002: { action: 'none', retryable: false, exitCode: 1 }, // the command line was used wrongly
  APP_003: { action: 'none', retryable: false, exitCode: 1 }, // the app's own files were written by a newer version
  UPD_101: { action: 'wait', retryable: true, exitCode: 1 }, // a newer version could not be looked for, fetched or installed
  UPD_102: { action: 'call-technician', retryable: false, exitCode: 1 }, // what came is not the version that was announced, or not signed
  UPD_103: { action: 'wait', retryable: true, exitCode: 1 }, // the engine works: no other version now
  UPD_105: { action: 'wait', retryable: true, exitCode: 1 }, // a drill is open, perhaps paused: no other version now
  UPD_104: { action: 'none', retryable: false, exitCode: 1 }, // no newer version is ready
  IPC_001: { action: 'call-technician', retryable: false, exitCode: 1 }, // a message the contract does not know
  IPC_002: { action: 'retry', retryable: true, exitCode: 1 }, // the engine went away during a call
  SET_101: { action: 'none', retryable: false, exitCode: 1 }, // asked for something before set-up was finished
  SET_102: { action: 'none', retryable: false, exitCode: 1 }, // set-up was already finished
  SET_103: { action: 'choose-folder', retryable: false, exitCode: 1 }, // nothing chosen to protect
  SET_104: { action: 'choose-folder', retryable: false, exitCode: 1 }, // destination lies inside a protected folder, or the other way round
  SET_105: { action: 'none', retryable: false, exitCode: 1 }, // the last place for copies is never taken away
  SET_106: { action: 'call-technician', retryable: false, exitCode: 1 }, // the settings file does not read
  DRILL_101: { action: 'none', retryable: false, exitCode: 1 }, // a drill is under way already
  DRILL_102: { action: 'none', retryable: false, exitCode: 1 }, // no such drill, or not its turn
  DRILL_103: { action: 'none', retryable: false, exitCode: 1 }, // the clinic lacks what this drill needs
  JOB_101: { action: 'wait', retryable: true, exitCode: 1 }, // the same work is already under way
  KEY_101: { action: 'check-password', retryable: false, exitCode: 12 }, // no key of the vault opens with this
  KEY_102: { action: 'check-password', retryable: false, exitCode: 12 }, // not 24 words of the list, or a word is mistyped {position}
  KEY_103: { action: 'type-kit', retryable: false, exitCode: 1 }, // this computer keeps no secrets (no keychain)
  KEY_104: { action: 'type-kit', retryable: false, exitCode: 1 }, // the keychain answers, but the key is gone
  KEY_105: { action: 'check-password', retryable: false, exitCode: 1 }, // the typed kit words are not the shown ones
  KEY_106: { action: 'check-password', retryable: false, exitCode: 1 }, // a password we refuse to set (empty, blanks around it)
  KEY_107: { action: 'none', retryable: false, exitCode: 1 }, // the last key of a vault is never removed
  KIT_101: { action: 'check-password', retryable: false, exitCode: 12 }, // two neighbouring words of the kit changed places {first} {second}
  KIT_102: { action: 'check-password', retryable: false, exitCode: 12 }, // 24 words of the list that are no kit
  KIT_103: { action: 'check-password', retryable: false, exitCode: 12 }, // a kit, but not this vault's: another clinic's, or an older one {madeAtMs}
  KIT_104: { action: 'retry', retryable: true, exitCode: 1 }, // no code was found in the picture
  KIT_105: { action: 'retry', retryable: true, exitCode: 1 }, // the code in the picture is not that of a kit
  KIT_106: { action: 'none', retryable: true, exitCode: 1 }, // there is no camera, or it may not be used
  KIT_107: { action: 'type-kit', retryable: false, exitCode: 1 }, // this computer does not know the paper yet: its words were never typed here
  PLAN_101: { action: 'none', retryable: false, exitCode: 1 }, // the law still guards these records until {year}
  PLAN_102: { action: 'none', retryable: false, exitCode: 1 }, // no such incident, or no such series of records
  PLAN_103: { action: 'none', retryable: false, exitCode: 1 }, // a question of the review is not ticked
  PLAN_104: { action: 'none', retryable: false, exitCode: 1 }, // an incident that nobody judged or answered is not closed
  NEW_101: { action: 'choose-folder', retryable: false, exitCode: 1 }, // several vaults lie here {count}
  NEW_102: { action: 'none', retryable: false, exitCode: 1 }, // no vault is open for recovery on this computer
  NEW_103: { action: 'none', retryable: false, exitCode: 1 }, // another computer went on with this clinic's copies
  NEW_104: { action: 'check-password', retryable: true, exitCode: 10 }, // on a network: no answer, or no vault at that address
  NEW_105: { action: 'none', retryable: false, exitCode: 1 }, // a book of the app in a copy is no such book
  VAULT_101: { action: 'connect-disk', retryable: false, exitCode: 10 }, // nothing of a vault here
  VAULT_102: { action: 'choose-folder', retryable: false, exitCode: 10 }, // a folder with other things, not a vault
  VAULT_103: { action: 'call-technician', retryable: false, exitCode: 1 }, // a vault of a future version {version}
  VAULT_104: { action: 'call-technician', retryable: false, exitCode: 1 }, // a key file that is none
  VAULT_105: { action: 'call-technician', retryable: false, exitCode: 1 }, // a pack is damaged, shorter than said or missing
  VAULT_106: { action: 'wait', retryable: true, exitCode: 11 }, // somebody else is at work in the vault
  VAULT_107: { action: 'call-technician', retryable: false, exitCode: 1 }, // config, index or snapshot file damaged {kind}
  VAULT_108: { action: 'choose-folder', retryable: false, exitCode: 1 }, // there is a vault already; none is made over it
  VAULT_109: { action: 'choose-copy', retryable: false, exitCode: 1 }, // no such copy in this vault
  VAULT_110: { action: 'retry', retryable: true, exitCode: 1 }, // our lock could not be kept alive
  VAULT_111: { action: 'choose-copy', retryable: false, exitCode: 1 }, // no such file in this copy
  VAULT_112: { action: 'call-technician', retryable: false, exitCode: 1 }, // what was just sealed does not read back: nothing was stored
  VAULT_113: { action: 'choose-folder', retryable: false, exitCode: 1 }, // not another replica of this vault
  SRC_101: { action: 'choose-folder', retryable: true, exitCode: 1 }, // a protected folder is not there
  SRC_102: { action: 'none', retryable: true, exitCode: 3 }, // skip: could not be read
  SRC_103: { action: 'none', retryable: true, exitCode: 3 }, // skip: changed while it was read
  SRC_104: { action: 'none', retryable: true, exitCode: 3 }, // skip: vanished before it was read
  SRC_105: { action: 'none', retryable: false, exitCode: 3 }, // skip: a kind of file we do not copy
  SRC_106: { action: 'call-technician', retryable: false, exitCode: 1 }, // nothing at all could be read
  SRC_107: { action: 'call-technician', retryable: true, exitCode: 3 }, // skip: what the system needs beside its database is not there
  DB_101: { action: 'retry', retryable: true, exitCode: 1 }, // busy past the time-out
  DB_102: { action: 'call-technician', retryable: false, exitCode: 1 }, // damaged
  DB_103: { action: 'call-technician', retryable: false, exitCode: 1 }, // encrypted, or not a database
  DB_104: { action: 'retry', retryable: true, exitCode: 1 }, // the copy came out short
  DB_105: { action: 'choose-folder', retryable: true, exitCode: 1 }, // not there
  DB_106: { action: 'wait', retryable: true, exitCode: 1 }, // its server does not answer
  DB_107: { action: 'call-technician', retryable: false, exitCode: 1 }, // the server refuses user or password, or the keychain lost it
  DB_108: { action: 'call-technician', retryable: false, exitCode: 1 }, // the database's own tool is missing or older than the server
  DB_109: { action: 'call-technician', retryable: false, exitCode: 1 }, // the user may not read everything
  DB_110: { action: 'call-technician', retryable: false, exitCode: 1 }, // a dump does not hold what its list says
  DB_111: { action: 'call-technician', retryable: false, exitCode: 1 }, // less than half of last time
  DB_112: { action: 'none', retryable: false, exitCode: 1 }, // a database of that name exists; none is restored over it
  DB_113: { action: 'none', retryable: false, exitCode: 1 }, // this database is protected already
  DB_114: { action: 'none', retryable: false, exitCode: 1 }, // bringing it back takes a manager and the clinic's name, typed
  DB_115: { action: 'retry', retryable: true, exitCode: 1 }, // a program holds the database; it is not exchanged under it
  DB_116: { action: 'call-technician', retryable: false, exitCode: 1 }, // the server's files cannot be reached from this computer
  DB_117: { action: 'retry', retryable: true, exitCode: 1 }, // the recovery is not any more where the shown plan was
  DB_118: { action: 'retry', retryable: true, exitCode: 1 }, // the app ended while a database was exchanged; the one before is in use
  WATCH_101: { action: 'none', retryable: true, exitCode: 1 }, // too many folders for this computer to tell of each change
  WATCH_102: { action: 'none', retryable: true, exitCode: 1 }, // a network folder tells nothing of changes
  WATCH_103: { action: 'none', retryable: true, exitCode: 1 }, // the system does not tell of changes here
  DEST_101: { action: 'connect-disk', retryable: true, exitCode: 10 }, // not connected or unreachable
  DEST_102: { action: 'free-space', retryable: true, exitCode: 1 }, // full
  DEST_103: { action: 'call-technician', retryable: false, exitCode: 1 }, // may not write there
  DEST_104: { action: 'retry', retryable: true, exitCode: 1 }, // reading or writing failed
  DEST_105: { action: 'check-password', retryable: false, exitCode: 1 }, // the server refuses user, password or key, or the keychain lost it
  DEST_106: { action: 'call-technician', retryable: false, exitCode: 1 }, // the server shows another key or certificate than the accepted one
  DEST_107: { action: 'call-technician', retryable: false, exitCode: 1 }, // this computer's clock and the server's are too far apart
  DEST_108: { action: 'call-technician', retryable: true, exitCode: 1 }, // something else answers in the server's place (a sign-in page of the network)
  DEST_109: { action: 'call-technician', retryable: false, exitCode: 1 }, // the bucket or folder on the server does not exist
  DEST_110: { action: 'call-technician', retryable: false, exitCode: 1 }, // the bucket cannot be protected against erasing (no object lock)
  DEST_111: { action: 'connect-disk', retryable: false, exitCode: 1 }, // another disk, a twin, or an empty mount point stands where the disk was expected
  DEST_112: { action: 'none', retryable: false, exitCode: 1 }, // nobody may remove this here yet: it is protected against erasing
  DEST_113: { action: 'retry', retryable: true, exitCode: 1 }, // something on this computer still uses the disk: it was not let go
  DEST_114: { action: 'none', retryable: false, exitCode: 1 }, // a server of restic's own protocol has no trash: old copies are not cleaned there
  REST_101: { action: 'none', retryable: false, exitCode: 3 }, // skip: a name that would leave the target
  REST_102: { action: 'free-space', retryable: true, exitCode: 1 }, // target without room
  REST_103: { action: 'choose-folder', retryable: false, exitCode: 1 }, // may not write into the target
  REST_104: { action: 'choose-folder', retryable: false, exitCode: 1 }, // target inside the vault
  REST_105: { action: 'none', retryable: false, exitCode: 3 }, // skip: could not be written
  REST_106: { action: 'none', retryable: false, exitCode: 1 }, // written bytes do not match the copy
  REST_107: { action: 'choose-folder', retryable: false, exitCode: 1 }, // cannot go back to its place: a database in use, or from elsewhere
  RET_101: { action: 'none', retryable: false, exitCode: 1 }, // cleaning refused: it would remove too much, or no new copies come
  RET_102: { action: 'none', retryable: false, exitCode: 1 }, // cleaning takes two different people
  RET_103: { action: 'retry', retryable: true, exitCode: 1 }, // the vault is not any more what the shown plan was made for
  RET_104: { action: 'none', retryable: true, exitCode: 1 }, // cleaning refused: the copies were not proven lately
  RET_105: { action: 'none', retryable: false, exitCode: 1 }, // cleaning refused: an alarm is not solved yet
  RET_106: { action: 'check-password', retryable: false, exitCode: 1 }, // cleaning there takes the owner's key, which nothing remembers
  RET_107: { action: 'check-password', retryable: false, exitCode: 12 }, // the typed cleaning key is refused, or may not remove either
  REC_101: { action: 'call-technician', retryable: false, exitCode: 1 }, // the map of records does not fit this database
  REC_102: { action: 'call-technician', retryable: false, exitCode: 1 }, // a record that the recount does not confirm: nothing is handed over
  REC_103: { action: 'choose-copy', retryable: false, exitCode: 1 }, // no such patient in this copy
  REC_104: { action: 'call-technician', retryable: false, exitCode: 1 }, // no table looks like patients
  REC_106: { action: 'retry', retryable: true, exitCode: 1 }, // the copy that was open for reading was closed again
  REC_105: { action: 'call-technician', retryable: false, exitCode: 1 }, // a kind of database copy that is not read for single patients
  NOTE_101: { action: 'retry', retryable: true, exitCode: 1 }, // the mail server does not answer
  NOTE_102: { action: 'check-password', retryable: false, exitCode: 1 }, // the mail server refuses user or password, or the keychain lost it
  NOTE_103: { action: 'call-technician', retryable: false, exitCode: 1 }, // the mail server refuses the message or an address
  NOTE_104: { action: 'retry', retryable: true, exitCode: 1 }, // the address to be told of copies does not answer, or says no
  NOTE_105: { action: 'call-technician', retryable: false, exitCode: 1 }, // the mail server cannot be trusted: no encryption, or a foreign certificate
  NOTE_106: { action: 'call-technician', retryable: true, exitCode: 1 }, // this computer's desktop shows no notices
  GUARD_101: { action: 'none', retryable: false, exitCode: 1 }, // the brake is let go by a manager who says why
  DISK_101: { action: 'none', retryable: true, exitCode: 1 }, // the brake is on: no disk is written to and none leaves
  DISK_102: { action: 'none', retryable: false, exitCode: 1 }, // not a disk of the month that may be written to now
  DISK_103: { action: 'choose-folder', retryable: false, exitCode: 1 }, // a disk of the month has to be a disk of its own that can be unplugged
  AUD_101: { action: 'free-space', retryable: true, exitCode: 1 }, // the register of what was done cannot be written
  PEOPLE_101: { action: 'none', retryable: true, exitCode: 1 }, // nobody is signed in at this window, or not any more
  PEOPLE_102: { action: 'check-password', retryable: true, exitCode: 12 }, // not this person's PIN {tries}
  PEOPLE_103: { action: 'wait', retryable: true, exitCode: 12 }, // too many wrong PINs: wait {seconds}
  PEOPLE_104: { action: 'none', retryable: false, exitCode: 12 }, // ten wrong PINs: a manager or the kit lets them in again
  PEOPLE_105: { action: 'none', retryable: false, exitCode: 1 }, // this role may not
  PEOPLE_106: { action: 'none', retryable: true, exitCode: 1 }, // takes a second person {requestId}
  PEOPLE_107: { action: 'check-password', retryable: true, exitCode: 1 }, // critical: the PIN once more
  PEOPLE_108: { action: 'none', retryable: true, exitCode: 1 }, // an own PIN is chosen before anything else
  PEOPLE_109: { action: 'none', retryable: true, exitCode: 1 }, // a PIN that is easy to guess
  PEOPLE_110: { action: 'none', retryable: false, exitCode: 1 }, // nobody changes what they themselves may
  PEOPLE_111: { action: 'none', retryable: false, exitCode: 1 }, // no active manager would be left
  PEOPLE_112: { action: 'none', retryable: true, exitCode: 1 }, // somebody has this name already
  PEOPLE_113: { action: 'none', retryable: false, exitCode: 1 }, // nobody like that, or not any more
  PEOPLE_114: { action: 'none', retryable: true, exitCode: 1 }, // this person may not sign as the second one
  PEOPLE_115: { action: 'none', retryable: false, exitCode: 1 }, // there are people already
  PEOPLE_116: { action: 'retry', retryable: true, exitCode: 1 }, // what was to be signed for is over
  PEOPLE_117: { action: 'none', retryable: false, exitCode: 1 }, // takes a second person, and there is none who may sign
  PEOPLE_118: { action: 'none', retryable: false, exitCode: 1 }, // the first person is a manager
  TAB_101: { action: 'none', retryable: false, exitCode: 1 }, // a pairing code that was used, is too old, or never was one
  TAB_102: { action: 'none', retryable: false, exitCode: 1 }, // neither a photo nor a PDF
  TAB_103: { action: 'none', retryable: false, exitCode: 1 }, // larger than the clinic allows {most} MB
  TAB_104: { action: 'none', retryable: false, exitCode: 1 }, // a device that is not on the list, or not any more
  TAB_105: { action: 'call-technician', retryable: true, exitCode: 1 }, // the folder that photos come to is away, full or not writable
  TAB_106: { action: 'retry', retryable: true, exitCode: 1 }, // a file did not come whole
  TAB_107: { action: 'none', retryable: true, exitCode: 1 }, // the page for tablets is off, or this computer is in no network
  TAB_108: { action: 'none', retryable: false, exitCode: 1 }, // a photo whose details cannot be taken out
} as const satisfies Record<string, CodeFacts>

export type Action =
  | 'none'
  | 'retry'
  | 'wait'
  | 'choose-folder'
  | 'choose-copy'
  | 'connect-disk'
  | 'check-password'
  | 'type-kit'
  | 'free-space'
  | 'call-technician'

type CodeFacts = { readonly action: Action; readonly retryable: boolean; readonly exitCode: number }
export type Code = keyof typeof codes
