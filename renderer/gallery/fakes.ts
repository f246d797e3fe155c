import type { engineContract, Overview, Preferences, shellContract } from '#shared/contracts/index.ts'
import { bodyOf } from '#shared/diagnosis/index.ts'
import {
  type Fact,
  networkPolicySchema,
  neverDelete,
  noticeSettingsSchema,
  type Progress,
  schedulePolicySchema,
} from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import type { Handlers } from '#shared/wire/index.ts'
import { auditFakes } from './audit-samples.ts'
import { sampleBook } from './disk-samples.ts'
import { drillFakes } from './drill-samples.ts'
import { clinicBookFakes } from './inventory-samples.ts'
import { lookSamples, sampleReasons } from './look-samples.ts'
import { peopleFakes } from './people-samples.ts'
import { planFakes } from './plan-samples.ts'
import { recoveryFakes } from './recovery-samples.ts'
import { rescueFake } from './rescue-samples.ts'
import {
  makeOverview,
  makeVersions,
  sampleDatabases,
  sampleDays,
  sampleFound,
  sampleJob,
  samplePlaceTest,
  samplePlan,
  sampleScript,
  sampleServer,
  sampleTablets,
  sampleWords,
} from './samples.ts'

export type EngineFake = Handlers<typeof engineContract>
export type ShellFake = Handlers<typeof shellContract>

export const never = (): Promise<never> => new Promise(() => {})

const diagnosisFakes = {
  makeDiagnosis: async ({ shell }) => ({
    packetId: '0b9d6d4e-52a4-4c5a-9a53-3f1e0c2f6a11',
    diagnosis: {
      ...{ madeAtMs: Date.UTC(2026, 10, 22, 14), signs: 'clinic' },
      parts: [
        ...shell,
        bodyOf('state', { engineVersion: '0.1.0', state: { kind: 'ready', clinicName: '#1f03c9' } }),
        bodyOf('failures', [{ kind: 'job-failed', jobKind: 'copy', code: 'DEST_101', replicaId: '#7f3a2c' }]),
        bodyOf('facts', [{ kind: 'copy-unchanged', seq: 812 }]),
      ],
    },
  }),
  technicianAddress: async () => ({ to: ['suporte@informatica.example'] }),
  diagnosisSaved: async () => ({}),
  sendDiagnosis: async () => ({ to: ['suporte@informatica.example'], bytes: 4096, sha256: 'a'.repeat(64) }),
  whatIsSign: async () => ({ found: [{ what: 'source', name: 'Fotos' }] }),
} satisfies Partial<EngineFake>

/** An engine that knows one overview and answers the rest with samples. */
export function fakeEngine(overview: Overview = makeOverview(), change: Partial<EngineFake> = {}): EngineFake {
  const nothing = async () => ({})
  return {
    ...auditFakes,
    ...planFakes,
    overview: async () => overview,
    facts: (_after, _emit: (fact: Fact) => void) => () => {},
    progress: () => () => {},
    installUpdate: nothing,
    ...diagnosisFakes,
    ...drillFakes,
    inspectFolder: async ({ path }) => ({
      path,
      files: 1204,
      bytes: 3_200_000_000,
      isPartial: false,
      databases: [{ path: `${path}/Sistema/prontuario.db`, bytes: 812_000_000 }],
    }),
    inspectDestination: async ({ path }) => ({
      kind: 'empty',
      path,
      freeBytes: 931_000_000_000,
      sameDiskAsSources: false,
      disk: null,
    }),
    beginSetup: async () => ({ kitWords: [...sampleWords], proofPositions: [3, 9, 14] }),
    finishSetup: () => fail('KEY_103'),
    unlockWithKit: () => fail('KEY_102', { position: 7 }),
    copyNow: async () => ({ jobId: sampleJob }),
    checkNow: async () => ({ jobId: sampleJob }),
    cancelJob: nothing,
    recoverableDatabases: async () => [],
    databaseRecoveries: async () => [],
    planDatabaseRecovery: () => fail('DB_106'),
    applyDatabaseRecovery: () => fail('DB_115'),
    undoDatabaseRecovery: () => fail('DB_115'),
    discardDatabaseRecovery: nothing,
    ...rescueFake(Date.now()),
    ...peopleFakes(),
    ...clinicBookFakes(),
    notices: (_nothing, emit) => {
      emit([])
      return () => {}
    },
    snoozeNotice: nothing,
    noticeSettings: async () => ({ settings: noticeSettingsSchema.parse({}), hasMailPassword: false }),
    setNoticeSettings: async ({ settings }) => settings,
    tabletView: async () => sampleTablets,
    turnOnTablets: async () => sampleTablets,
    turnOffTablets: async () => sampleTablets,
    beginPairing: async () => ({
      address: `${sampleTablets.addresses[0]}#p=q3fRkz0bVt2uXw9cJm4s7A&c=${'x7Qm'.repeat(10)}abc`,
      expiresAtMs: Date.now() + 600_000,
    }),
    openRecords: () => fail('REC_105'),
    closeRecords: nothing,
    findPatients: async () => [],
    viewRecord: () => fail('REC_103'),
    exportRecord: () => fail('REC_103'),
    lastEntries: () => fail('REC_106'),
    recordMap: () => fail('REC_106'),
    confirmRecordMap: () => fail('REC_101'),
    revokeTablet: async () => sampleTablets,
    setTabletPolicy: async () => sampleTablets,
    tryEmail: nothing,
    tryPing: nothing,
    diskSet: async () => ({
      policy: null,
      promise: { kind: 'no-disks' },
      disks: [],
      swap: { kind: 'none' },
      strangers: [],
    }),
    diskBook: async () => [...sampleBook],
    handOver: async ({ diskId, ...signed }) => ({
      entry: { kind: 'handed-over', number: 31, atMs: Date.now(), diskId, ...signed },
      seal: '6f0c1e2ab94d',
    }),
    reportLostDisk: () => fail('DISK_102'),
    diskEvidence: () => fail('DEST_101'),
    readCertificate: async () => ({ sha256: '5f2a'.repeat(16), isTrusted: true }),
    readHostKey: async () => ({ fingerprint: `SHA256:${'q7Xk'.repeat(10)}abc`, type: 'ssh-ed25519' }),
    addPlace: () => fail('DEST_105'),
    removePlace: nothing,
    describePlace: nothing,
    orderPlaces: nothing,
    placeSecretChanged: () => fail('DEST_105'),
    testPlace: (_place, emit) => {
      for (const event of samplePlaceTest) emit(event)
      return () => {}
    },
    networkPolicy: async () => networkPolicySchema.parse({ attendanceUpKbits: 4000 }),
    setNetworkPolicy: async (wanted) => wanted,
    healReplica: async () => ({ jobId: sampleJob }),
    protectNow: async () => ({ jobId: sampleJob }),
    guardState: async () => ({ brake: null, canaries: 0, lostCanaries: 0 }),
    releaseBrake: () => fail('GUARD_101'),
    days: async () => [...sampleDays],
    describeSource: nothing,
    findDatabases: async () => [...sampleDatabases],
    tryDatabase: async ({ server }) => ({ server }),
    addDatabase: async () => ({ sourceId: sampleServer.id, jobId: sampleJob }),
    changeDatabasePassword: nothing,
    setBeside: nothing,
    acceptSmaller: async () => ({ jobId: sampleJob }),
    databaseScript: async () => sampleScript,
    proofPolicy: async () => ({ everyDays: 30 }),
    setProofPolicy: async (wanted) => wanted,
    schedulePolicy: async () => schedulePolicySchema.parse({}),
    setSchedulePolicy: async (wanted) => wanted,
    schedulePlan: async () => [samplePlan()],
    searchFiles: async ({ text }) => (text.startsWith('xx') ? [] : [...sampleFound]),
    listVersions: async () => makeVersions(4),
    previewVersion: async () => lookSamples.text,
    explainCopy: async () => sampleReasons,
    proposeRecoveryFolder: async () => ({ folder: '/home/recepcao/Área de Trabalho/Recuperados/2026-11-21 14h52' }),
    recoverVersion: async ({ targetFolder }) => ({
      folder: targetFolder,
      files: 1,
      bytes: 1_980_000,
      durationMs: 2100,
      skips: 0,
    }),
    ...recoveryFakes,
    ...unasked,
    ...change,
  }
}

/** What no screen asks. */
const unasked = {
  addReplica: never,
  proveNow: never,
  replicateNow: never,
  retentionPolicy: async () => neverDelete,
  setRetentionPolicy: never,
  planRetention: never,
  applyRetention: never,
  listTrash: never,
  restoreFromTrash: never,
  planPrune: never,
  applyPrune: never,
  tellMachine: never,
  tellDevices: never,
  tellResumed: never,
  decideDisks: never,
  addDisk: never,
  retrySwap: never,
  swapAnyway: never,
  reportFoundDisk: never,
  retireDisk: never,
  planCanaries: never,
  plantCanaries: never,
}

export function fakeShell(preferences: Preferences, change: Partial<ShellFake> = {}): ShellFake {
  return {
    chooseFolder: async ({ purpose }) => ({
      path: purpose === 'protect' ? '/home/recepcao/Clínica' : '/media/recepcao/HD da clínica',
    }),
    openFolder: async () => ({}),
    copyText: async () => ({}),
    print: async () => ({ isPrinted: true }),
    savePaper: async () => ({ saved: null }),
    diagnosis: async () => ({
      parts: [bodyOf('app', { app: '0.1.0', platform: 'linux' }), bodyOf('computer', { cpus: 2 })],
    }),
    saveDiagnosis: async ({ name }) => ({ saved: { folder: '/home/recepcao/Documentos', name } }),
    allowCamera: async () => ({}),
    preferences: async () => preferences,
    setPreferences: async (wanted) => wanted,
    computer: async () => ({ role: 'reception', startsAtLogin: true, isHintRead: true }),
    setComputer: async ({ role = 'reception', startsAtLogin = true, isHintRead = true }) => ({
      role,
      startsAtLogin,
      isHintRead,
    }),
    goTo: () => () => {},
    updates: (_nothing, emit) => {
      emit({ kind: 'off', why: 'no-address' })
      return () => {}
    },
    lookForUpdate: async () => ({ kind: 'off', why: 'no-address' }),
    engineHealth: (_nothing, emit) => {
      emit({ kind: 'running' })
      return () => {}
    },
    about: async () => ({ version: '0.1.0', electron: '0' }),
    ...change,
  }
}

/** A progress feed that says one thing. */
export const standingProgress =
  (progress: Progress): EngineFake['progress'] =>
  (_nothing, emit) => {
    emit(progress)
    return () => {}
  }
