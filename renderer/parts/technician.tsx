import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './technician.module.css'

export type TechnicalFact = { readonly label: string; readonly value: ReactNode }

type TechnicianDetailsProps = {
  /** Where there are many of these on a screen: what is only made, and in the page, while it is open. */
  facts: readonly TechnicalFact[] | (() => readonly TechnicalFact[])
  children?: ReactNode
}

/** Ids, codes and paths: one click away, never on the first layer. */
export function TechnicianDetails({ facts: given, children }: TechnicianDetailsProps) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const facts = typeof given !== 'function' ? given : isOpen ? given() : []
  return (
    <details className={classes.details} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
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
