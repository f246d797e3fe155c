import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './technician.module.css'

export type TechnicalFact = { readonly label: string; readonly value: ReactNode }

/** Ids, codes and paths: one click away, never on the first layer. */
export function TechnicianDetails({ facts, children }: { facts: readonly TechnicalFact[]; children?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <details className={classes.details}>
      <summary className={classes.summary}>{t('forTechnician')}</summary>
      {facts.length > 0 && (
        <dl className={classes.list}>
          {facts.map(({ label, value }) => (
            <div key={label} className={classes.row}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {children && <div className={classes.more}>{children}</div>}
    </details>
  )
}
