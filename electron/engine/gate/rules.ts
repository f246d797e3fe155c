import type { engineContract } from '#shared/contracts/index.ts'
import type { Right } from '#shared/domain/index.ts'

export type Rule = {
  /**
   * `anyone` also while nobody is signed in; `person` whoever is signed in, also before an own PIN was chosen; `system` main's own port alone.
   */
  readonly need: Right | 'anyone' | 'person' | 'system'
  /** Changes nothing and shows nothing of patients: done, it is nobody's act. Refused, it is. */
  readonly isLook?: true
  /** Main asks it, too. */
  readonly alsoSystem?: true
  /** The PIN again, unless it was typed a moment ago. */
  readonly isCritical?: true
  /** A second person signs: always, or when what is asked for is of that kind (scope.ts). */
  readonly two?: 'always' | 'sometimes'
  /** What is asked for belongs to categories, and the right goes by them (scope.ts). */
  readonly byCategory?: true
  /** The answer names things of all categories: what this right does not cover is left out of it (scope.ts). */
  readonly shows?: 'find' | 'view' | 'recover'
}

const anyone = { need: 'anyone', isLook: true } as const
const look = { need: 'look', isLook: true } as const
const work = { need: 'work' } as const
const disks = { need: 'disks' } as const
const configure = { need: 'configure' } as const
const decide = { need: 'decide' } as const
const people = { need: 'people' } as const
const system = { need: 'system', isLook: true } as const
/** Names of files, for whoever may see or recover some of them; what is not theirs is left out of the answer. */
const find = { need: 'find', isLook: true, byCategory: true, shows: 'find' } as const
const view = { need: 'view', byCategory: true } as const
const recover = { need: 'recover', byCategory: true } as const
/** Whoever may recover anything may lead a drill; names and pictures of what came back are for who may see all of it. */
const rehearse = { need: 'recover', shows: 'find' } as const

/** What every call of the engine takes. The table in docs/security.md is this one, by role (build/scripts/rights-table.mjs writes it). */
const table = {
  overview: { ...anyone, alsoSystem: true },
  facts: { ...anyone, alsoSystem: true },
  progress: anyone,
  notices: { ...anyone, alsoSystem: true },
  unlockWithKit: { need: 'anyone' },

  session: anyone,
  signInNames: anyone,
  signIn: { need: 'anyone' },
  signOut: { need: 'anyone' },
  stillHere: anyone,
  proveAgain: { need: 'person' },
  setOwnPin: { need: 'person' },
  registerFirst: { need: 'anyone' },
  resetWithKit: { need: 'anyone' },
  people: look,
  addPerson: { ...people, isCritical: true },
  changePerson: { ...people, isCritical: true },
  heldBy: { ...people, isLook: true },
  deactivatePerson: { ...people, isCritical: true },
  reactivatePerson: { ...people, isCritical: true },
  resetPin: { ...people, isCritical: true },
  lockPolicy: look,
  setLockPolicy: people,
  pendingRequests: look,
  confirmAs: { need: 'look' },
  confirmRequest: { need: 'look', isCritical: true },

  inventory: look,
  saveInventoryItem: configure,
  removeInventoryItem: configure,
  setTeam: configure,
  proposeInventory: { ...configure, isLook: true },
  protectFolder: configure,
  widenProtection: configure,
  setupDraft: { ...configure, isLook: true },
  saveSetupDraft: { ...configure, isLook: true },
  training: look,
  answerLesson: { need: 'look' },

  inspectFolder: { ...configure, isLook: true },
  inspectDestination: { ...configure, isLook: true },
  beginSetup: configure,
  finishSetup: configure,

  copyNow: { ...work, alsoSystem: true },
  checkNow: work,
  cancelJob: work,
  days: look,
  snoozeNotice: work,

  addReplica: configure,
  addPlace: configure,
  removePlace: { ...decide, isCritical: true, two: 'always' },
  describePlace: configure,
  orderPlaces: configure,
  placeSecretChanged: { ...configure, isCritical: true },
  proveNow: work,
  replicateNow: work,
  healReplica: configure,
  protectNow: configure,
  readHostKey: { ...configure, isLook: true },
  readCertificate: { ...configure, isLook: true },
  testPlace: configure,
  networkPolicy: look,
  setNetworkPolicy: configure,

  retentionPolicy: look,
  setRetentionPolicy: { ...decide, isCritical: true, two: 'sometimes' },
  drills: { ...look, shows: 'find' },
  drillUnderWay: { ...look, shows: 'find' },
  beginDrill: rehearse,
  runDrillStep: rehearse,
  endDrillStep: { ...rehearse, isLook: true },
  drillPictures: { need: 'recover', isLook: true, shows: 'view' },
  drillPicturesSeen: { ...rehearse, isLook: true },
  stuckInDrill: { ...rehearse, isLook: true },
  pauseDrill: { ...rehearse, isLook: true },
  goOnWithDrill: rehearse,
  takeDrillFrom: rehearse,
  endDrill: { need: 'recover' },
  addImprovement: work,
  tickImprovement: work,
  drillReport: look,

  planRetention: look,
  applyRetention: { ...decide, isCritical: true, two: 'always' },
  listTrash: look,
  restoreFromTrash: decide,
  planPrune: look,
  applyPrune: { ...decide, isCritical: true, two: 'always' },

  schedulePolicy: look,
  setSchedulePolicy: { ...configure, two: 'sometimes' },
  schedulePlan: look,
  tellMachine: system,
  tellDevices: system,
  tellResumed: system,

  noticeSettings: look,
  setNoticeSettings: configure,
  tryEmail: configure,
  tryPing: configure,

  describeSource: configure,
  proofPolicy: look,
  setProofPolicy: configure,

  findDatabases: { ...configure, isLook: true },
  tryDatabase: configure,
  addDatabase: configure,
  changeDatabasePassword: { ...configure, isCritical: true },
  setBeside: configure,
  acceptSmaller: decide,
  databaseScript: { ...configure, isLook: true },

  recoverableDatabases: { need: 'recover', isLook: true, shows: 'recover' },
  databaseRecoveries: { need: 'recover', isLook: true, shows: 'recover' },
  planDatabaseRecovery: recover,
  applyDatabaseRecovery: { ...decide, isCritical: true, two: 'always', byCategory: true },
  undoDatabaseRecovery: { ...decide, isCritical: true, two: 'always', byCategory: true },
  discardDatabaseRecovery: recover,

  searchFiles: find,
  searchFolders: find,
  listVersions: find,
  folderStates: find,
  copiesToRecover: { need: 'find', isLook: true },
  explainCopy: look,
  previewVersion: view,
  checkVersion: recover,
  proposeRecoveryFolder: { need: 'recover', isLook: true },
  recoverVersion: recover,
  planRecovery: { ...recover, isLook: true },
  startRecovery: { ...recover, two: 'sometimes' },
  recovery: { ...recover, isLook: true },
  recoveries: { need: 'recover', isLook: true, shows: 'recover' },
  stopRecovery: recover,
  continueRecovery: recover,
  judgeRecovery: recover,
  planUndo: { ...recover, isLook: true },
  undoRecovery: { ...recover, two: 'sometimes' },

  guardState: look,
  releaseBrake: { ...decide, isCritical: true, two: 'always' },
  planCanaries: { ...configure, isLook: true },
  plantCanaries: configure,

  diskSet: look,
  decideDisks: configure,
  addDisk: configure,
  retrySwap: disks,
  swapAnyway: disks,
  handOver: disks,
  diskBook: look,
  reportLostDisk: disks,
  reportFoundDisk: disks,
  retireDisk: { ...decide, isCritical: true, two: 'always' },
  diskEvidence: look,

  tabletView: look,
  turnOnTablets: configure,
  turnOffTablets: configure,
  beginPairing: configure,
  revokeTablet: configure,
  setTabletPolicy: configure,

  openRecords: view,
  closeRecords: { need: 'view', isLook: true },
  findPatients: view,
  viewRecord: view,
  exportRecord: { ...view, isCritical: true },
  lastEntries: view,
  recordMap: view,
  confirmRecordMap: view,

  kitWordList: anyone,
  kitState: look,
  askKitWords: look,
  proveKit: decide,
  renewPaper: { ...decide, isCritical: true, two: 'always' },

  lookForVaults: { ...decide, isLook: true },
  openRescue: decide,
  closeRescue: { ...decide, isLook: true },
  rescueCopies: decide,
  rescueFolder: decide,
  findInRescue: decide,
  recoverRescue: decide,
  rescueSources: { ...decide, isLook: true },
  takeOver: { ...decide, isCritical: true },
  goOnHere: { ...decide, isCritical: true },

  auditState: { need: 'audit', isLook: true },
  auditEntries: { need: 'audit', isLook: true },
  auditNames: { need: 'audit' },
  checkAudit: { need: 'audit' },
  readAuditFindings: { need: 'audit' },
  exportAudit: { need: 'audit' },
  paperTaken: { need: 'anyone' },
  makeDiagnosis: anyone,
  diagnosisSaved: { need: 'anyone' },
  technicianAddress: { ...configure, isLook: true },
  sendDiagnosis: configure,
  whatIsSign: look,
  installUpdate: configure,

  clinicIdentity: look,
  setClinicIdentity: configure,

  plan: look,
  setContacts: configure,
  setKeyHolders: decide,
  planPrinted: { need: 'look' },
  review: look,
  saveReview: decide,
  evidenceMonths: { need: 'audit', isLook: true },
  evidence: { need: 'audit' },
  evidenceSaved: { need: 'audit' },
  incidents: look,
  openIncident: work,
  describeIncident: work,
  tickIncident: work,
  tellIncident: decide,
  closeIncident: decide,
  setOwnHolidays: configure,
  recordGuard: look,
  setSeries: decide,
  addElimination: { ...decide, isCritical: true },
} as const satisfies Readonly<Record<string, Rule>>

/** By name; that a call has none is a type error here. */
export const rules: Readonly<Record<keyof typeof engineContract, Rule>> = table

/** SECURITY: what has no rule is nobody's. */
export const ruleOf = (name: string): Rule => (Object.hasOwn(table, name) ? table[name as keyof typeof table] : system)
