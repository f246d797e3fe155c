import { Button, NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { type AccountRole, accountRoleSchema, type TeamMember, teamMemberSchema } from '#shared/domain/index.ts'
import { LineField } from '../../parts/fields.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { keepTeam, setupStore } from './setup-store.ts'
import classes from './step.module.css'

/** A person whose name is being typed. */
export type Newcomer = { readonly name: string; readonly role: AccountRole }
export const NOBODY: Newcomer = { name: '', role: 'reception' }

/** The team with whoever was typed last; the same team where that is no name yet. */
export function withNewcomer(team: readonly TeamMember[], newcomer: Newcomer): readonly TeamMember[] {
  const member = teamMemberSchema.safeParse(newcomer)
  return member.success ? [...team.filter((one) => one.name !== member.data.name), member.data] : team
}

type Props = { readonly newcomer: Newcomer; readonly onNewcomer: (newcomer: Newcomer) => void }

/** Who works at the clinic: for later, when each gets a PIN. Nothing here has to be filled in. */
export function TeamPart({ newcomer, onNewcomer }: Props) {
  const { t } = useTranslation(['firstSteps', 'inventory'])
  const { engine } = useServices()
  const { team } = useStore(setupStore)
  const { name, role } = newcomer
  const next = withNewcomer(team, newcomer)
  const keep = useAction((changed: readonly TeamMember[]) => keepTeam(engine, changed))
  const add = () => {
    if (next === team) return
    keep.run(next)
    onNewcomer({ name: '', role })
  }
  return (
    <section className={classes.more} aria-labelledby="team-title">
      <h2 id="team-title" className={classes.heading}>
        {t('team.title')}
      </h2>
      <div className={classes.group}>
        <p className={classes.soft}>{t('team.lead')}</p>
        <ul className={classes.list}>
          {team.map((one) => (
            <li key={one.name} className={classes.member}>
              <span>
                <strong>{one.name}</strong> <span className={classes.soft}>{t(`inventory:role.${one.role}`)}</span>
              </span>
              <Button
                variant="subtle"
                aria-label={t('protect.remove', { name: one.name })}
                onClick={() => keep.run(team.filter((other) => other !== one))}
              >
                {t('protect.removeShort')}
              </Button>
            </li>
          ))}
        </ul>
        <div className={classes.fields}>
          <LineField
            label={t('team.name')}
            value={name}
            maxLength={60}
            autoComplete="off"
            onText={(text) => onNewcomer({ name: text, role })}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              add()
            }}
          />
          <NativeSelect
            size="md"
            label={t('team.role')}
            value={role}
            onChange={(event) => onNewcomer({ name, role: accountRoleSchema.parse(event.currentTarget.value) })}
            data={accountRoleSchema.options.map((value) => ({ value, label: t(`inventory:role.${value}`) }))}
          />
          <Button variant="default" disabled={next === team} onClick={add}>
            {t('team.add')}
          </Button>
        </div>
        {keep.state.kind === 'failed' && <Trouble error={keep.state.error} />}
      </div>
    </section>
  )
}
