import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { OpenRecords, PatientCard, RecordDocument, RecordFile } from '#shared/domain/index.ts'
import { BackIcon } from '../../parts/icons/index.ts'
import { LongList } from '../../parts/long-list/index.ts'
import { Note } from '../../parts/note.tsx'
import classes from './records.module.css'
import { shownDay } from './shown-day.ts'
import { TakeRecord } from './take-record.tsx'
import type { Why } from './why-dialog.tsx'

type RecordProps = {
  opened: OpenRecords
  patient: PatientCard
  record: RecordDocument
  why: Why
  onBack: () => void
}

/** The record as it was in the copy, section by section, and what is not in it. */
export function RecordView({ opened, patient, record, why, onBack }: RecordProps) {
  const { t } = useTranslation('records')
  const filled = record.sections.filter(({ rows, withheld }) => rows.length > 0 || withheld > 0)
  const empty = record.sections.filter((section) => !filled.includes(section)).map(({ title }) => title)
  return (
    <>
      <div className={classes.actions}>
        <Button variant="subtle" leftSection={<BackIcon />} onClick={onBack}>
          {t('record.back')}
        </Button>
      </div>
      <TakeRecord opened={opened} patient={patient} why={why} />
      <section className={classes.section} aria-label={t('record.person')}>
        <h2 className={classes.heading}>{t('record.person')}</h2>
        <Fields fields={record.fields.map((field) => ({ ...field, isLong: false }))} />
      </section>
      {filled.map((section) => (
        <section key={section.title} className={classes.section} aria-label={section.title}>
          <h2 className={classes.heading}>
            {section.title} ({section.rows.length})
          </h2>
          {section.withheld > 0 && <Note tone="attention" title={t('record.withheld', { count: section.withheld })} />}
          <LongList items={section.rows} keyOf={(_row, index) => index} className={classes.rows}>
            {(row) => (
              <article className={classes.row} data-deleted={row.isDeleted || undefined}>
                <header className={classes.rowHead}>
                  <time>{shownDay(row.date)}</time>
                  {row.isDeleted && <span className={classes.soft}>{t('record.deleted')}</span>}
                </header>
                <Fields fields={row.fields} />
                {row.files.map((file, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: files of a copy stay where they are
                  <FileLine key={at} file={file} />
                ))}
              </article>
            )}
          </LongList>
        </section>
      ))}
      <section className={classes.section} aria-label={t('record.notCovered')}>
        <h2 className={classes.heading}>{t('record.notCovered')}</h2>
        <p>
          {record.uncovered.length === 0
            ? t('record.allCovered')
            : t('record.uncovered', {
                tables: record.uncovered.map(({ table, rows }) => `${table} (${rows})`).join(', '),
              })}
        </p>
        {empty.length > 0 && <p className={classes.soft}>{t('record.empty', { titles: empty.join(', ') })}</p>}
        <p className={classes.soft}>{t('record.proven')}</p>
      </section>
    </>
  )
}

type FieldsProps = { fields: readonly { label: string; value: string; isLong: boolean }[] }

const Fields = ({ fields }: FieldsProps) => (
  <dl className={classes.fields}>
    {fields.map(({ label, value, isLong }) => (
      <div key={label} className={classes.field} data-long={isLong || undefined}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

function FileLine({ file }: { file: RecordFile }) {
  const { t } = useTranslation('records')
  const { label, original, image, kind } = file
  return (
    <figure className={classes.file}>
      {image !== undefined && <img src={image} alt={label} className={classes.picture} />}
      <figcaption className={classes.soft}>
        {kind === 'inside' ? t('record.fileInside', { label }) : t('record.fileOutside', { label, original })}
      </figcaption>
    </figure>
  )
}
