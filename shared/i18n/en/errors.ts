import type { Code } from '../../errors/index.ts'
import { databaseErrors } from './database-errors.ts'
import { drillErrors } from './drill-errors.ts'
import { kitErrors } from './kit-errors.ts'
import { peopleErrors } from './people-errors.ts'

/** English for `pt-br/errors.ts`, sentence by sentence. */
export const errors: Readonly<Record<Code, { readonly safe: string; readonly todo: string }>> = {
  APP_000: {
    safe: 'Something unexpected stopped this work. What was already kept is still kept.',
    todo: 'Try again. If it happens again, call the technician and tell them this code.',
  },
  APP_001: {
    safe: 'The work was stopped on request. Nothing that was already kept has changed.',
    todo: 'Start it again whenever you like.',
  },
  APP_002: {
    safe: 'Nothing was done: the command was not understood ({{detail}}).',
    todo: 'See the options with --help.',
  },
  APP_003: {
    safe: 'A newer version of Salvaguarda has already worked on this computer. This one touched nothing: what was kept is still kept.',
    todo: 'Install the newer version. Until then no copy is made here.',
  },
  UPD_101: {
    safe: 'A newer version could not be fetched or installed. This one goes on working, and so do the copies.',
    todo: 'Salvaguarda tries again tomorrow.',
  },
  UPD_102: {
    safe: 'The newer version that came is not the one that was announced, or is not signed by who publishes Salvaguarda. It was thrown away and nothing changed.',
    todo: 'If it happens again, call the technician.',
  },
  UPD_103: {
    safe: 'Salvaguarda is at work and does not change its version in the middle. Nothing changed.',
    todo: 'Wait until it is done and try again.',
  },
  UPD_104: {
    safe: 'No newer version is ready to install. Nothing changed.',
    todo: 'Use “Look now” in Settings.',
  },
  UPD_105: {
    safe: 'A drill is open, perhaps paused. Salvaguarda does not change its version in the middle of it. Nothing changed.',
    todo: 'Finish or close it in Drills and try again.',
  },
  IPC_001: {
    safe: 'The program was asked for something it does not know and did nothing.',
    todo: 'Close and open Salvaguarda. If it happens again, call the technician.',
  },
  IPC_002: {
    safe: 'The part that makes the copies is restarting. What was already kept is still kept.',
    todo: 'Wait a few seconds and try again.',
  },
  SET_101: { safe: 'Salvaguarda has not been set up on this computer yet.', todo: 'Finish the first steps.' },
  SET_102: { safe: 'Salvaguarda is already set up on this computer. Nothing changed.', todo: 'Go back to Home.' },
  SET_103: {
    safe: 'Nothing was chosen to protect. Nothing changed.',
    todo: 'Choose at least one folder of the clinic.',
  },
  SET_104: {
    safe: 'The place for copies lies inside a protected folder, or the other way round. Nothing changed.',
    todo: 'Choose another place for the copies, best an external disk.',
  },
  SET_105: {
    safe: 'This is the only place for copies: it stays in use. Nothing changed.',
    todo: 'Add another place for copies first.',
  },
  SET_106: {
    safe: 'What the clinic chose on this computer could not be read. The copies are still where they are kept. Nothing changed.',
    todo: 'Call the technician today. Until then no copy is made here.',
  },
  JOB_101: { safe: 'This work is already under way.', todo: 'Wait until it has finished.' },
  KEY_101: {
    safe: 'This password or these words do not open the vault. Nothing changed and nothing is lost.',
    todo: 'Compare what you typed with the recovery kit, word by word.',
  },
  KEY_102: {
    safe: 'These words are not a recovery kit (see word {{position}}). Nothing changed.',
    todo: 'Check the 24 words on the paper, in order.',
  },
  KEY_103: {
    safe: 'This computer has no safe place for the key of the vault. Nothing was stored unprotected.',
    todo: 'Type the words of the kit at each start, or ask the technician to turn on the system keychain.',
  },
  KEY_104: {
    safe: 'The key of the vault is gone from this computer. The copies are whole and the kit still opens everything.',
    todo: 'Type the 24 words of the recovery kit.',
  },
  KEY_105: {
    safe: 'The typed words are not those of the kit. Nothing has been stored yet.',
    todo: 'Look at the paper and type the words again.',
  },
  KEY_106: {
    safe: 'This password cannot be used: it is empty or has a space at its start or end. Nothing changed.',
    todo: 'Choose another password.',
  },
  KEY_107: {
    safe: 'This is the last key of the vault, so it was not removed. Nothing changed.',
    todo: 'Make another key before you remove this one.',
  },
  ...drillErrors,
  ...kitErrors,
  ...peopleErrors,
  VAULT_101: {
    safe: 'There is no vault here. Nothing was written.',
    todo: 'Connect the right disk or choose the folder that holds the vault.',
  },
  VAULT_102: {
    safe: 'This folder holds other things and is not a vault. Nothing was written.',
    todo: 'Choose the folder that holds the vault.',
  },
  VAULT_103: {
    safe: 'This vault was made by a newer program (format {{version}}). Nothing in it changed.',
    todo: 'Update Salvaguarda on this computer.',
  },
  VAULT_104: {
    safe: 'A key file in the vault is damaged. The copies were not touched.',
    todo: 'Call the technician: taking the damaged file out of the keys folder is enough.',
  },
  VAULT_105: {
    safe: 'A stored part of the vault is damaged or incomplete. The other copies and your originals were not touched.',
    todo: 'Run a full check and call the technician.',
  },
  VAULT_106: {
    safe: 'Another computer or program is using the vault. Nothing is lost.',
    todo: 'Wait some minutes and try again.',
  },
  VAULT_107: {
    safe: 'A control file of the vault is damaged. The copies were not touched.',
    todo: 'Call the technician before this vault is used again.',
  },
  VAULT_108: {
    safe: 'There is a vault here already. Nothing was written over it.',
    todo: 'Choose another folder, or open the vault that is there.',
  },
  VAULT_109: { safe: 'This copy is not in the vault. Nothing changed.', todo: 'Choose another copy from the list.' },
  VAULT_110: {
    safe: 'The vault did not answer for too long and the work stopped midway. The earlier copies are whole.',
    todo: 'See that the disk is connected and try again.',
  },
  VAULT_111: { safe: 'This document is not in this copy. Nothing changed.', todo: 'Look in another copy.' },
  VAULT_112: {
    safe: 'What was just sealed did not open when checked, so nothing was stored. The earlier copies are whole.',
    todo: 'Restart the computer. If it happens again, call the technician: its memory may be faulty.',
  },
  VAULT_113: {
    safe: 'The two places do not hold the same vault, or one is a folder copied by hand from the other. Nothing was changed.',
    todo: 'Choose another place, or have an empty folder prepared for the second disk.',
  },
  SRC_101: {
    safe: 'A protected folder is no longer in its place. Its earlier copies are still kept.',
    todo: 'Connect the disk it lives on or choose the folder again.',
  },
  SRC_102: {
    safe: 'One item could not be read and is not in this copy. The rest is kept.',
    todo: 'Ask the technician to look at its permissions.',
  },
  SRC_103: {
    safe: 'One item changed while it was read and is not in this copy. The rest is kept.',
    todo: 'Close the program that uses it. It will be in the next copy.',
  },
  SRC_104: {
    safe: 'One item vanished before it was read and is not in this copy. The rest is kept.',
    todo: 'If you miss it, look for it in Recover.',
  },
  SRC_105: {
    safe: 'One item is neither a document nor a folder and is not in the copy. The rest is kept.',
    todo: 'Nothing to do.',
  },
  SRC_106: {
    safe: 'Nothing that was chosen could be read, so no new copy was made. The earlier ones are whole.',
    todo: 'Ask the technician to look at the permissions of the folders.',
  },
  SRC_107: {
    safe: 'A folder or document that the system needs beside its database is not in its place. The database and the rest were kept.',
    todo: 'In What we protect, go through the list of the database with the technician.',
  },
  ...databaseErrors,
  WATCH_101: {
    safe: 'There are too many folders for this computer to tell of each change at once. Nothing is left out: everything is looked at regularly.',
    todo: 'Nothing to do. The technician can raise the system’s limit.',
  },
  WATCH_102: {
    safe: 'This folder is on the network, which does not tell when something changes. Nothing is left out: everything is looked at regularly.',
    todo: 'Nothing to do.',
  },
  WATCH_103: {
    safe: 'The system does not tell when something changes in this folder. Nothing is left out: everything is looked at regularly.',
    todo: 'Nothing to do. If it stays so, call the technician.',
  },
  DEST_101: {
    safe: 'The place for copies is not connected. What was already kept is still on it.',
    todo: 'Connect the disk to the computer and wait a moment.',
  },
  DEST_102: {
    safe: 'The place for copies is full. The earlier copies are whole.',
    todo: 'Connect a disk with more space. Do not delete anything by hand.',
  },
  DEST_103: {
    safe: 'The computer does not allow writing to the place for copies. What was already kept is still there.',
    todo: 'Ask the technician to look at the permissions of this folder.',
  },
  DEST_104: {
    safe: 'Reading or writing the place for copies stopped midway. The earlier copies are whole.',
    todo: 'Check the cable of the disk and try again.',
  },
  DEST_105: {
    safe: 'The server for copies did not accept the user or the password. What was already stored is still there.',
    todo: 'Check the user and password (or key) of this place and type them again.',
  },
  DEST_106: {
    safe: 'The server for copies showed another identity. Nothing was sent.',
    todo: 'Call the technician: go on only if they confirm that the server was replaced.',
  },
  DEST_107: {
    safe: 'The clock of this computer is wrong, and the server for copies refuses it. Nothing was lost.',
    todo: 'Set the date and time of the computer.',
  },
  DEST_108: {
    safe: 'Another page answered in place of the server for copies. Nothing was sent.',
    todo: 'Open the browser and see whether the network asks you to sign in; if not, call the technician.',
  },
  DEST_109: {
    safe: 'The agreed place on the server for copies does not exist. Nothing was made or erased.',
    todo: 'Check the name of the place with the technician.',
  },
  DEST_110: {
    safe: 'This place in the cloud cannot keep people from erasing the copies. The copies are still there.',
    todo: 'Ask the technician for a new place with the lock on from the start.',
  },
  DEST_111: {
    safe: 'This is not the expected disk. Nothing was written to it.',
    todo: 'Connect the disk with the right label.',
  },
  DEST_112: {
    safe: 'Nobody can erase this yet: it is protected. The copies are whole.',
    todo: 'Wait for the date on which the protection ends.',
  },
  DEST_113: {
    safe: 'Some program is still using this disk. The copies on it are whole.',
    todo: 'Close what is open on the disk and try again before unplugging the cable.',
  },
  DEST_114: {
    safe: 'This server has no trash, and without one nothing is erased. All copies are still on it.',
    todo: 'If space runs out, ask the technician who looks after the server.',
  },
  REST_101: {
    safe: 'One item has a name that would leave the chosen folder and was not written. The rest is recovered.',
    todo: 'Call the technician: this vault may have been tampered with.',
  },
  REST_102: {
    safe: 'It does not fit in the chosen folder. Nothing in it changed.',
    todo: 'Free some space or choose another folder.',
  },
  REST_103: {
    safe: 'The computer does not allow writing to the chosen folder. Nothing in it changed.',
    todo: 'Choose another folder.',
  },
  REST_104: {
    safe: 'The chosen folder lies inside the vault. Nothing changed.',
    todo: 'Choose a folder outside the vault.',
  },
  REST_105: {
    safe: 'One item could not be written. The rest is recovered.',
    todo: 'Try to recover this item into another folder.',
  },
  REST_106: {
    safe: 'What was written is not equal to the copy and was taken away. The copy in the vault has not changed.',
    todo: 'Recover to another disk and call the technician.',
  },
  REST_107: {
    safe: 'This does not go straight back to its place: it may be in use, or it came from elsewhere. Nothing has changed.',
    todo: 'Recover it to a separate folder. The database of the system comes back in “The whole record system”.',
  },
  RET_101: {
    safe: 'Old copies were not cleaned: it would take too much at once, or there has been no new copy for a long time. No copy was touched.',
    todo: 'Make a copy now, and clean fewer copies at a time.',
  },
  RET_102: {
    safe: 'Cleaning old copies takes two different people. No copy was touched.',
    todo: 'Ask another person of the clinic to look at the plan and confirm it.',
  },
  RET_103: {
    safe: 'The vault has changed since this cleaning plan was shown. No copy was touched.',
    todo: 'Ask for the plan again and look at it before you confirm.',
  },
  RET_104: {
    safe: 'Cleaning old copies waits: the copies have not been checked in the last few days. None was touched.',
    todo: 'Run a check and try again.',
  },
  RET_105: {
    safe: 'Cleaning old copies is stopped for safety: an alarm has no answer yet. No copy was touched.',
    todo: 'First answer the alarm shown on Home.',
  },
  RET_106: {
    safe: 'Cleaning this place takes the key that the owner keeps, and this computer does not remember it. No copy was lost.',
    todo: 'Ask for the plan again and type the cleaning key.',
  },
  RET_107: {
    safe: 'The cleaning key was not accepted, or may not erase in this place. No copy was touched.',
    todo: 'Check the name of the key and the key with the owner, and type them again.',
  },
  GUARD_101: {
    safe: 'Copies go on and nothing old is removed: the safety brake stays on.',
    todo: 'Whoever answers for the clinic says why it may be let go, in one sentence.',
  },
  DISK_101: {
    safe: 'Nothing was written to this disk: the safety brake is on, and no disk comes or goes.',
    todo: 'First answer on Home whether it was somebody at the clinic; then the swap goes on.',
  },
  DISK_102: {
    safe: 'Nothing was written: this is not a disk of the month to be used now.',
    todo: 'Look in Disks whose turn it is.',
  },
  DISK_103: {
    safe: 'Nothing was written: this place is not a disk that can be unplugged and taken along.',
    todo: 'Plug in an external disk just for this and choose its main folder.',
  },
  REC_101: {
    safe: 'The map of this system does not fit the chosen copy. Nothing was shown or written.',
    todo: 'The technician corrects the map in Record from a copy, or picks another date.',
  },
  REC_102: {
    safe: 'The recount found other rows than would be handed over. To be safe, this record was not handed over.',
    todo: 'Call the technician: the map of this system needs correcting.',
  },
  REC_103: { safe: 'This copy does not have this patient. Nothing changed.', todo: 'Pick a copy of another date.' },
  REC_104: {
    safe: 'No table of this copy looks as if it held patients. Nothing changed.',
    todo: 'The technician names the right table in the map.',
  },
  REC_106: {
    safe: 'The copy that was open has been closed, and nothing of it is left on this computer.',
    todo: 'Open the copy again.',
  },
  REC_105: {
    safe: 'The copy of this kind of database is kept, but it is not read patient by patient.',
    todo: 'Recover the whole database, with the technician.',
  },
  NOTE_101: {
    safe: 'The e-mail was not sent: the mail server does not answer. Copies go on as usual.',
    todo: 'Check the address of the server and the internet, and try again.',
  },
  NOTE_102: {
    safe: 'The e-mail was not sent: the server does not take this user or this password. Copies go on as usual.',
    todo: 'Type the password of the e-mail again.',
  },
  NOTE_103: {
    safe: 'The e-mail was not sent: the server does not take the message or one of the addresses. Copies go on as usual.',
    todo: 'Check the addresses of those who get it and of the sender.',
  },
  NOTE_104: {
    safe: 'The follow-up address does not answer or does not take the signal. Copies go on as usual.',
    todo: 'Check the address with whoever looks after the clinic from outside.',
  },
  NOTE_105: {
    safe: 'The e-mail was not sent: the connection to the server cannot be trusted. The password was not sent.',
    todo: 'Check the address and the kind of security of the server, or call the technician.',
  },
  NOTE_106: {
    safe: 'This computer shows no notices on the screen. Copies go on as usual.',
    todo: 'Look at the icon beside the clock, and ask the technician to turn on the notices of the system.',
  },
  AUD_101: {
    safe: 'This was not done: the register could not be written, and this act must be on record. The copies go on.',
    todo: 'See whether this computer’s disk has space and try again. If it happens again, call the technician.',
  },
  TAB_101: {
    safe: 'This code was used already or has expired. Nothing was sent.',
    todo: 'Ask for a new code on the computer.',
  },
  TAB_102: {
    safe: 'Only photos and PDFs are taken. This file is still on the device.',
    todo: 'Choose a photo or a PDF.',
  },
  TAB_103: {
    safe: 'This file is over {{most}} MB. It is still on the device.',
    todo: 'Send a photo instead of the video, or ask the technician for a higher limit.',
  },
  TAB_104: {
    safe: 'This device is not on the clinic’s list. The photos are still on it.',
    todo: 'Add the device again from the computer.',
  },
  TAB_105: {
    safe: 'The computer could not write to the folder of the photos. The file is still on the device.',
    todo: 'Tell the reception and try later.',
  },
  TAB_106: {
    safe: 'The file did not arrive whole. It is still on the device.',
    todo: 'Go nearer to the Wi-Fi and try again.',
  },
  TAB_107: {
    safe: 'The page for tablets is off, or the computer is in no network. Nothing was sent.',
    todo: 'Turn the page on in Settings and check the network.',
  },
  TAB_108: {
    safe: 'The place where it was taken could not be removed from this photo. It is still on the device.',
    todo: 'Send the photo as JPEG, or ask the technician to accept photos as they are.',
  },
}
