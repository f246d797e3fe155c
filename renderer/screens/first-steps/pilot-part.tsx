import { Checkbox, Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { keyOf } from './choices.ts'
import { chosenSources, setupStore } from './setup-store.ts'
import classes from './step.module.css'

/** With what to begin: everything at once; or one area, proven, and then the rest. */
export function PilotPart() {
  const { t } = useTranslation('firstSteps')
  const { pilot } = useStore(setupStore)
  const sources = chosenSources()
  if (sources.length < 2) return null
  // What the clinic works with is in its database, where there is one.
  const first = sources.find(({ kind }) => kind !== 'folder') ?? sources[0]
  return (
    <section className={classes.more}>
      <Radio.Group
        label={<h2 className={classes.heading}>{t('pilot.title')}</h2>}
        value={pilot === null ? 'all' : 'some'}
        onChange={(value) => setupStore.setState({ pilot: value === 'some' && first ? [keyOf(first)] : null })}
      >
        <div className={classes.group}>
          <Radio value="all" label={t('pilot.all')} description={t('pilot.allWhy')} />
          <Radio value="some" label={t('pilot.some')} description={t('pilot.someWhy')} />
        </div>
      </Radio.Group>
      {pilot !== null && (
        <Checkbox.Group
          label={t('pilot.which')}
          value={[...pilot]}
          onChange={(keys) => keys.length > 0 && setupStore.setState({ pilot: keys })}
        >
          <div className={classes.group}>
            {sources.map((source) => (
              <Checkbox key={keyOf(source)} value={keyOf(source)} label={source.label} />
            ))}
          </div>
        </Checkbox.Group>
      )}
    </section>
  )
}
