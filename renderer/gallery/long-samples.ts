import type { Overview } from '#shared/contracts/index.ts'
import type { Place } from '#shared/domain/index.ts'
import { makeCopy, makeNotice, makeOverview, makeReplica, makeSource } from './samples.ts'

// What people write is longer than what designers draw: as long as the app takes it.
export const LONG_NAME = 'Maria Aparecida dos Santos Albuquerque Vasconcelos Cavalcanti'.slice(0, 60)
/** One word that no line holds. */
export const LONG_WORD = 'Radiografias_panoramicas_digitalizadas_do_arquivo_antigo_2009-2019_revisado_final'
export const LONG_PATH = `/home/recepcao/Clínica Odontológica/${LONG_WORD}/Pacientes atendidos pelo convênio/${LONG_WORD}`
export const LONG_PLACE: Place = { kind: 'local', path: `/media/recepcao/${LONG_WORD}/Salvaguarda/cofre` }
const MANY = 12_345_678

/** A clinic with long names and a very large vault. */
export const longOverview = (nowMs = Date.now()): Overview => {
  const sources = [
    makeSource(1, 'folder', LONG_PATH, LONG_WORD.slice(0, 80)),
    {
      ...makeSource(2, 'sqlite', `${LONG_PATH}/prontuario.db`, `Prontuário de ${LONG_NAME}`),
      owner: LONG_NAME,
    },
  ]
  return makeOverview({
    state: { kind: 'ready', clinicName: `Clínica Odontológica e Centro de Imagem ${LONG_NAME} Ltda.` },
    sources,
    vault: { place: LONG_PLACE, isReachable: true, freeBytes: 98_765_432_100_000 },
    lastCopy: makeCopy({
      takenAtMs: nowMs - 1_200_000,
      files: MANY,
      folders: 987_654,
      sourceBytes: 98_765_432_100_000,
      addedBytes: 1_234_567_890_000,
      databases: 1_234,
    }),
    copies: 123_456,
    replicas: [
      makeReplica({ place: LONG_PLACE, name: LONG_NAME, copies: 123_456 }, nowMs),
      makeReplica({ replicaId: 'd5'.repeat(32), place: LONG_PLACE, isMain: false, copies: 98_765 }, nowMs),
    ],
  })
}

export const longNotices = (nowMs = Date.now()) => [
  makeNotice({}, nowMs),
  makeNotice(
    {
      subject: 'proof-expired',
      snooze: {
        by: LONG_NAME,
        reason: `${LONG_WORD} ${'volta do conserto na quarta que vem '.repeat(3)}`,
        untilMs: nowMs + 4e8,
      },
    },
    nowMs,
  ),
]
