import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { type AccountRole, accountRoleSchema, type TeamMember, teamMemberSchema } from '#shared/domain/index.ts'
import { LineField } from '../../parts/fields.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { setupStore } from './setup-store.ts'
import classes from './step.module.css'

/** Who works at the clinic: for later, when each gets a PIN. Nothing here has to be filled in. */
export function TeamPart() {
  const { t } = useTranslation(['firstSteps', 'inventory'])
  const { engine } = useServices()
  const { team } = useStore(setupStore)
  const [name, setName] = useState('')
  const [role, setRole] = useState<AccountRole>('reception')
  const member = teamMemberSchema.safeParse({ name, role })
  const keep = useAction(async (next: readonly TeamMember[]) => {
    await engine.setTeam({ team: [...next] })
    setupStore.setState({ team: next })
  })
  const add = () => {
    if (!member.success) return
    keep.run([...team.filter((one) => one.name !== member.data.name), member.data])
    setName('')
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
            onText={setName}
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
            onChange={(event) => setRole(accountRoleSchema.parse(event.currentTarget.value))}
            data={accountRoleSchema.options.map((value) => ({ value, label: t(`inventory:role.${value}`) }))}
          />
          <Button variant="default" disabled={!member.success} onClick={add}>
            {t('team.add')}
          </Button>
        </div>
        {keep.state.kind === 'failed' && <Trouble error={keep.state.error} />}
      </div>
    </section>
  )
}
