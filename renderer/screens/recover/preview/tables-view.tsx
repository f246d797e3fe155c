import { NativeSelect } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TablePeek } from '#shared/contracts/index.ts'
import { Note } from '../../../parts/note.tsx'
import { useUnits } from '../../../parts/use-units.ts'
import classes from './preview.module.css'

/** The first rows of a database's tables, one table at a time; the first that has any is shown first. */
export function TablesView({ tables, moreTables }: { tables: readonly TablePeek[]; moreTables: number }) {
  const { t } = useTranslation('look')
  const [name, setName] = useState(() => tables.find(({ rows }) => rows.length > 0)?.name ?? tables[0]?.name)
  const table = tables.find((one) => one.name === name)
  if (!table) return <Note tone="none" title={t('preview.noTables')} />
  return (
    <>
      <NativeSelect
        label={t('preview.table')}
        value={table.name}
        data={tables.map((one) => one.name)}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Table table={table} />
      {moreTables > 0 && <p className={classes.soft}>{t('preview.moreTables', { count: moreTables })}</p>}
    </>
  )
}

function Table({ table: { name, columns, rows, hasMore } }: { table: TablePeek }) {
  const { t } = useTranslation('look')
  const id = useId()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-labelledby={id}>
      <table className={classes.table}>
        <caption id={id} className={classes.caption}>
          {t(hasMore ? 'preview.firstRows' : 'preview.allRows', { table: name, count: rows.length })}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of an unknown table have nothing else, and never change
            <tr key={at}>
              {columns.map((column, place) => (
                <td key={column}>
                  <Cell cell={row[place]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Cell({ cell }: { cell: TablePeek['rows'][number][number] | undefined }) {
  const { t } = useTranslation('look')
  const units = useUnits()
  if (!cell || cell.kind === 'empty') return <span className={classes.soft}>{t('preview.noValue')}</span>
  if (cell.kind === 'bytes')
    return <span className={classes.soft}>{t('preview.bytes', { size: units.bytes(cell.sizeBytes) })}</span>
  return cell.text
}
