import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useUnits } from '../use-units.ts'
import classes from './report.module.css'

type ReportProps = {
  title: string
  clinicName: string
  /** When what it says was true. */
  atMs: number
  /** A sentence under the title: what this is, and for whom. */
  lead?: ReactNode
  children: ReactNode
}

/** A document on paper: title, clinic and date, then sections. Number, clinic and title stand at the foot of each page (`PaperButtons`). */
export function Report({ title, clinicName, atMs, lead, children }: ReportProps) {
  const { t } = useTranslation('report')
  const units = useUnits()
  return (
    <article className={classes.report}>
      <header className={classes.header}>
        <h1>{title}</h1>
        <p className={classes.clinic}>{clinicName}</p>
        <p className={classes.date}>{t('date', { moment: units.onPaper(atMs) })}</p>
        {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      </header>
      {children}
    </article>
  )
}

type ReportSectionProps = {
  title: string
  /** The rules this part supports, in words ("apoia", never "certifica"); repeated at the head of each of its pages. */
  supports?: string
  isOnNewPage?: boolean
  children: ReactNode
}

/** One part of a report. A table for layout only, because a browser repeats the head of tables on each page and nothing else. */
export function ReportSection({ title, supports, isOnNewPage = false, children }: ReportSectionProps) {
  const body = (
    <>
      <h2>{title}</h2>
      {children}
    </>
  )
  const name = isOnNewPage ? classes.newPage : undefined
  if (supports === undefined) return <section className={name}>{body}</section>
  return (
    <section className={name}>
      <table className={classes.pages} role="presentation">
        <thead>
          <tr>
            <td className={classes.supports}>{supports}</td>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>{body}</td>
          </tr>
        </tbody>
      </table>
    </section>
  )
}

/** Names and what is true of them, one a line. */
export const ReportFacts = ({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <dl className={classes.facts}>
    {facts.flatMap(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
  </dl>
)

type ReportListProps = {
  items: readonly ReactNode[]
  /** `steps` are numbered; `boxes` are ticked with a pen, or ticked already where `done` says so. */
  look?: 'steps' | 'points' | 'boxes'
  done?: readonly boolean[]
}

export function ReportList({ items, look = 'points', done = [] }: ReportListProps) {
  const { t } = useTranslation('report')
  const Tag = look === 'steps' ? 'ol' : 'ul'
  return (
    <Tag className={look === 'boxes' ? classes.boxes : classes.list}>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once, for the printer
        <li key={index}>
          {look === 'boxes' && (
            <span className={classes.box} role="img" aria-label={done[index] ? t('ticked') : t('unticked')}>
              {done[index] && '✓'}
            </span>
          )}
          <span>{item}</span>
        </li>
      ))}
    </Tag>
  )
}

type ReportTableProps = {
  /** What the table holds, for who does not see it. */
  caption: string
  columns: readonly string[]
  rows: readonly (readonly ReactNode[])[]
  /** Stands in the place of the table when it has no row. */
  none: string
}

/** A table whose head comes again on each page. */
export function ReportTable({ caption, columns, rows, none }: ReportTableProps) {
  if (rows.length === 0) return <p>{none}</p>
  return (
    <table className={classes.table} aria-label={caption}>
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
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: drawn once, for the printer
          <tr key={index}>
            {row.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same
              <td key={at}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Lines to sign on. */
export const ReportSigns = ({ who }: { who: readonly string[] }) => (
  <div className={classes.signs}>
    {who.map((person) => (
      <span key={person}>{person}</span>
    ))}
  </div>
)
