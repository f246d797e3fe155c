import { useTranslation } from 'react-i18next'
import type { DrillPlaceView } from '#shared/contracts/index.ts'
import { type DrillFinding, type DrillRecord, type DrillStepId, peopleStepSchema } from '#shared/domain/index.ts'
import { dictionaries } from '#shared/i18n/index.ts'
import { useUnits } from '../../parts/use-units.ts'
import { usePreferences } from '../../state/services.tsx'

/** What drills, their places and findings are called. */
export function useDrillWords() {
  const { t } = useTranslation('drills')
  const units = useUnits()
  const { language } = usePreferences()
  const words = dictionaries[language].drills
  return {
    placeName: ({ name, source }: Pick<DrillPlaceView, 'name' | 'source'>) => name ?? t(`sources.${source}`),
    points(id: DrillStepId): readonly string[] {
      const step = peopleStepSchema.safeParse(id)
      return step.success ? Object.values(words.steps[step.data].points) : []
    },
    /** One sentence about each thing that was found. */
    finding(found: DrillFinding): string[] {
      const day = units.date(found.takenAtMs)
      switch (found.kind) {
        case 'kit':
          return [t('finding.kit', { day, copies: found.copies })]
        case 'record':
          return [t('finding.record', { day, rows: found.rows, tables: found.tables })]
        case 'database': {
          const { databases, tables, rows, unopened } = found
          return [
            t('finding.database', { day, databases, tables, rows }),
            ...(unopened > 0 ? [t('finding.unopened', { count: unopened })] : []),
          ]
        }
        case 'files': {
          const { files, different, unreadable, pictures, brokenPictures, signed, signedMatching, opened } = found
          const bad = different + unreadable
          return [
            bad > 0
              ? t('finding.filesBad', { day, bad, all: files + unreadable })
              : t('finding.files', { day, files, bytes: units.bytes(found.bytes) }),
            ...(pictures > 0 ? [t('finding.pictures', { whole: pictures - brokenPictures, all: pictures })] : []),
            ...(opened && opened.pictures > 0
              ? [t('finding.picturesOpened', { count: opened.pictures, points: opened.points })]
              : []),
            ...(opened && opened.broken > 0 ? [t('finding.picturesBroken', { count: opened.broken })] : []),
            ...(pictures > 0 && opened?.left !== 0
              ? [t('finding.picturesLeft', { count: opened?.left ?? pictures })]
              : []),
            ...(signed > 0 ? [t('finding.signed', { matching: signedMatching, all: signed })] : []),
          ]
        }
      }
    },
    outcome: ({ end, elapsedMs }: DrillRecord) =>
      t(`outcome.${end?.outcome ?? 'not-finished'}`, { time: units.duration(elapsedMs) }),
  }
}
