import { Button, NativeSelect } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Category, categorySchema, type ItemFreshness, type Source } from '#shared/domain/index.ts'
import { serverWords, UnprovenBadge } from '../../parts/databases/index.ts'
import { LineField } from '../../parts/fields.tsx'
import { DatabaseIcon, FolderIcon } from '../../parts/icons/index.ts'
import { ToneLine } from '../../parts/note.tsx'
import { usePlaceText } from '../../parts/place-name.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useUnits } from '../../parts/use-units.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import { useMay } from '../../state/use-may.ts'
import { DatabaseTrouble } from './database-trouble.tsx'
import classes from './protected.module.css'
import { ServerPart } from './server-part.tsx'

type ThingProps = { source: Source; item: ItemFreshness | undefined; nowMs: number }

/** One protected thing. What it holds decides how much of it may be lost; who answers for it is who is asked. */
export function ThingCard({ source, item, nowMs }: ThingProps) {
  const { t } = useTranslation('protectedThings')
  const id = useId()
  const ThingIcon = source.kind === 'folder' ? FolderIcon : DatabaseIcon
  return (
    <li className={classes.card}>
      <section aria-labelledby={id} className={classes.inner}>
        <ThingIcon size="2rem" className={classes.icon} />
        <div className={classes.words}>
          <h2 id={id} className={classes.name}>
            {source.label}
          </h2>
          <p className={classes.soft}>
            {source.kind === 'folder' ? t('folder') : t('database')}: <Place source={source} />
          </p>
          {source.kind === 'server' && <UnprovenBadge kind={source.server.kind} />}
          {item && <Fresh source={source} item={item} nowMs={nowMs} />}
          {item?.trouble && <DatabaseTrouble source={source} code={item.trouble} />}
        </div>
        <Describe source={source} />
        {source.kind === 'server' && <ServerPart source={source} />}
      </section>
    </li>
  )
}

/** Where it lies; its own name is not said twice. */
function Place({ source }: { source: Source }) {
  const { t } = useTranslation(['protectedThings', 'databases'])
  if (source.kind !== 'server') return <OwnPlace path={source.path} label={source.label} />
  const { server } = source
  return (
    <span title={server.database}>
      {t(`databases:kinds.${server.kind}`)}, {t('server', serverWords(server))}
    </span>
  )
}

function OwnPlace({ path, label }: { path: string; label: string }) {
  const { name, parents } = usePlaceText(path)
  const words = name === label || parents === '' ? parents || name : `${parents} › ${name}`
  return <span title={path}>{words}</span>
}

function Fresh({ source, item, nowMs }: ThingProps & { item: ItemFreshness }) {
  const { t } = useTranslation(['protectedThings', 'databases'])
  const units = useUnits()
  const { savedAtMs, provenAtMs, mayLose, isWithinGoal, goalMs, isHeard } = item
  const times = (atMs: number) => ({ when: units.moment(atMs, nowMs), age: units.age(atMs, nowMs) })
  const isAsked = source.kind === 'server'
  const how = isHeard ? t(isAsked ? 'databases:asked' : 'heard') : t(isAsked ? 'databases:notAsked' : 'looked')
  const lost = mayLose.kind === 'since' ? units.span(nowMs - mayLose.sinceMs) : ''
  return (
    <div className={classes.fresh}>
      {savedAtMs === null ? (
        <ToneLine tone="needs-you" state="none">
          {t('never')}
        </ToneLine>
      ) : (
        <>
          <ToneLine state={isWithinGoal ? 'guarded' : 'late'}>
            {isWithinGoal ? t('within') : t('outside', { span: lost })}
          </ToneLine>
          <p>{t('kept', times(savedAtMs))}</p>
          <p>{provenAtMs === null ? t('notProven') : t('proven', times(provenAtMs))}</p>
        </>
      )}
      <p className={classes.soft}>{t('goal', { span: units.span(goalMs) })}</p>
      {!item.trouble && <p className={classes.soft}>{how}</p>}
    </div>
  )
}

function Describe({ source }: { source: Source }) {
  const mayDescribe = useMay('configure')
  return mayDescribe ? <DescribeForm source={source} /> : <Described source={source} />
}

/** The same for whoever may only look. */
function Described({ source: { category, owner } }: { source: Source }) {
  const { t } = useTranslation('protectedThings')
  return (
    <div className={classes.words}>
      <p>{`${t('category')}: ${category === undefined ? t('noCategory') : t(`categories.${category}`)}`}</p>
      {owner !== undefined && owner !== '' && <p>{`${t('owner')}: ${owner}`}</p>}
    </div>
  )
}

function DescribeForm({ source }: { source: Source }) {
  const { t } = useTranslation('protectedThings')
  const { engine, known } = useServices()
  const [category, setCategory] = useState<Category | null>(source.category ?? null)
  const [owner, setOwner] = useState(source.owner ?? '')
  const [isSaved, setIsSaved] = useState(false)
  const isChanged = category !== (source.category ?? null) || owner.trim() !== (source.owner ?? '')
  const save = useAction(async () => {
    await engine.describeSource({ sourceId: source.id, category, owner })
    await known.refresh()
    setIsSaved(true)
  })
  return (
    <form
      className={classes.describe}
      onSubmit={(event) => {
        event.preventDefault()
        if (isChanged) save.run()
      }}
    >
      <NativeSelect
        size="md"
        label={t('category')}
        value={category ?? ''}
        onChange={(event) => {
          setCategory(categorySchema.safeParse(event.currentTarget.value).data ?? null)
          setIsSaved(false)
        }}
        data={[
          { value: '', label: t('noCategory') },
          ...categorySchema.options.map((value) => ({ value, label: t(`categories.${value}`) })),
        ]}
      />
      <LineField
        label={t('owner')}
        placeholder={t('ownerHint')}
        value={owner}
        maxLength={60}
        onText={(text) => {
          setOwner(text)
          setIsSaved(false)
        }}
      />
      <div className={classes.foot}>
        <Button type="submit" variant="default" disabled={!isChanged} loading={save.state.kind === 'busy'}>
          {t('save')}
        </Button>
        <span role="status" className={classes.soft}>
          {isSaved && !isChanged ? t('saved') : ''}
        </span>
      </div>
      {save.state.kind === 'failed' && <Trouble error={save.state.error} />}
    </form>
  )
}
