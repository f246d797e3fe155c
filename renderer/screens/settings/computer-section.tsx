import { NativeSelect, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Computer } from '#shared/contracts/index.ts'
import { roleSchema } from '#shared/domain/index.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { Section } from './section.tsx'
import classes from './settings.module.css'
import { UpdateLine } from './update-line.tsx'

/** Who sits at this computer, and whether the app starts with it. Holds at once. */
export function ComputerSection({ computer }: { computer: Computer }) {
  const { t } = useTranslation('settings')
  const { shellKnown } = useServices()
  const use = useAction((change: Partial<Computer>) => shellKnown.changeComputer(change))
  return (
    <Section name="computer" title={t('computer.title')} lead={t('computer.roleHint')}>
      <NativeSelect
        size="md"
        label={t('computer.role')}
        value={computer.role}
        onChange={(event) => use.run({ role: roleSchema.parse(event.currentTarget.value) })}
        data={roleSchema.options.map((value) => ({ value, label: t(`computer.roles.${value}`) }))}
      />
      <Switch
        className={classes.wide ?? ''}
        label={t('computer.startsAtLogin')}
        checked={computer.startsAtLogin}
        onChange={(event) => use.run({ startsAtLogin: event.currentTarget.checked })}
      />
      {use.state.kind === 'failed' && <Trouble error={use.state.error} />}
      <UpdateLine />
    </Section>
  )
}
