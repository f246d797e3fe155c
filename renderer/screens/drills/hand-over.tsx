import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Category, mayDoWith } from '#shared/domain/index.ts'
import { useServices } from '../../state/services.tsx'

/** What came back is not for whoever is at this window: who may look at it, so that they do this step. */
export function HandOver({ hidden }: { hidden: readonly Category[] }) {
  const { t } = useTranslation(['drills', 'people'])
  const { engine } = useServices()
  const [names, setNames] = useState<readonly string[]>([])
  useEffect(() => {
    let isGone = false
    engine.people({}).then(
      (people) => {
        const able = people.filter((person) => person.isActive && mayDoWith(person, 'find', hidden))
        if (!isGone) setNames(able.map(({ name }) => name))
      },
      // The sentence without names says what to do, too.
      () => {},
    )
    return () => {
      isGone = true
    }
  }, [engine, hidden])
  const of = hidden.map((category) => t(`people:form.categories.${category}`)).join(', ')
  return (
    <p>{names.length === 0 ? t('handOver', { of }) : t('handOverTo', { of, names: names.slice(0, 3).join(', ') })}</p>
  )
}
