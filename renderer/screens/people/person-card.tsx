import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ToneLine } from '../../parts/note.tsx'
import { useUnits } from '../../parts/use-units.ts'
import classes from './people.module.css'
import type { Asked } from './people-dialogs.tsx'
import type { ListedPerson } from './use-people.ts'

type PersonCardProps = { person: ListedPerson; isYou: boolean; isManager: boolean; onAsk: (asked: Asked) => void }

/** One person: role in words, how they stand, what a manager may do about them. */
export function PersonCard({ person, isYou, isManager, onAsk }: PersonCardProps) {
  const { t } = useTranslation('people')
  const units = useUnits()
  const { name, role, title, isActive, isNew, isBlocked, lastSignInAtMs } = person
  return (
    <li className={classes.person}>
      <div className={classes.words}>
        <h2 className={classes.name}>
          {name}
          {isYou && ` (${t('page.you')})`}
        </h2>
        <p>{title ? `${t(`roles.${role}`)}: ${t(`titles.${title}`)}` : t(`roles.${role}`)}</p>
        <p className={classes.soft}>{t(`rolesIn.${role}`)}</p>
        {!isActive && <ToneLine state="ended">{t('page.left')}</ToneLine>}
        {isActive && isBlocked && <ToneLine state="blocked">{t('page.isBlocked')}</ToneLine>}
        {isActive && isNew && (
          <ToneLine tone="attention" state="waiting">
            {t('page.isNew')}
          </ToneLine>
        )}
        <p className={classes.soft}>
          {lastSignInAtMs === null ? t('page.never') : t('page.lastSeen', { day: units.date(lastSignInAtMs) })}
        </p>
      </div>
      <div className={classes.buttons}>
        {isYou && (
          <Button variant="default" onClick={() => onAsk({ kind: 'own' })}>
            {t('here.change')}
          </Button>
        )}
        {isManager && !isYou && isActive && (
          <>
            <Button variant="default" onClick={() => onAsk({ kind: 'change', person })}>
              {t('page.change')}
            </Button>
            <Button variant="default" onClick={() => onAsk({ kind: 'reset', person })}>
              {t('page.resetPin')}
            </Button>
            <Button variant="default" onClick={() => onAsk({ kind: 'leave', person })}>
              {t('page.leave')}
            </Button>
          </>
        )}
        {isManager && !isYou && !isActive && (
          <Button variant="default" onClick={() => onAsk({ kind: 'back', person })}>
            {t('page.comeBack')}
          </Button>
        )}
      </div>
    </li>
  )
}
