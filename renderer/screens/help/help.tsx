import { Button, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallTechnician } from '../../parts/call-technician/index.ts'
import { BackIcon, LearnIcon, SearchIcon } from '../../parts/icons/index.ts'
import { Note } from '../../parts/note.tsx'
import { usePreferences } from '../../state/services.tsx'
import { Blocks } from './blocks.tsx'
import { findPages } from './find-pages.ts'
import classes from './help.module.css'
import { allPages, CONTENTS, type HelpPage, pageNamed, pageOfTask, type Task } from './pages.ts'

export type HelpProps = { task: Task; onCallTechnician: () => void }

/** The manual, beginning with the page about what the person is doing. */
export function Help({ task, onCallTechnician }: HelpProps) {
  const { t } = useTranslation('app')
  const { language } = usePreferences()
  const [visited, setVisited] = useState<readonly string[]>([pageOfTask[task]])
  const [typed, setTyped] = useState('')
  const page = pageNamed(visited.at(-1) ?? CONTENTS)
  const goTo = (name: string) => {
    setTyped('')
    setVisited([...visited.filter((before) => before !== name), name])
  }
  return (
    <div className={classes.help}>
      {language !== 'pt-BR' && <Note tone="none" title={t('help.onlyPortuguese')} />}
      <TextInput
        type="search"
        size="md"
        label={t('help.search')}
        leftSection={<SearchIcon />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        maxLength={100}
      />
      <div className={classes.ways}>
        <nav className={classes.ways} aria-label={t('help.ways')}>
          {visited.length > 1 && (
            <Button
              variant="default"
              leftSection={<BackIcon />}
              onClick={() => {
                setTyped('')
                setVisited(visited.slice(0, -1))
              }}
            >
              {t('help.back')}
            </Button>
          )}
          <Button variant="default" leftSection={<LearnIcon />} onClick={() => goTo(CONTENTS)}>
            {t('help.all')}
          </Button>
        </nav>
        <CallTechnician isQuiet onCall={onCallTechnician} />
      </div>
      {typed.trim() === '' ? (
        page && <Page key={page.name} page={page} onGo={goTo} />
      ) : (
        <Found typed={typed} onGo={goTo} />
      )}
    </div>
  )
}

function Page({ page, onGo }: { page: HelpPage; onGo: (name: string) => void }) {
  const heading = useRef<HTMLHeadingElement>(null)
  // Keyboard and screen reader begin at the top of each page, and so does the eye.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    heading.current?.closest('section')?.scrollTo({ top: 0 })
  }, [])
  return (
    <article lang="pt-BR" className={classes.page} data-testid="help-page">
      <h3 ref={heading} tabIndex={-1} data-autofocus>
        {page.title}
      </h3>
      <Blocks blocks={page.blocks} onGo={onGo} />
    </article>
  )
}

function Found({ typed, onGo }: { typed: string; onGo: (name: string) => void }) {
  const { t } = useTranslation('app')
  const hits = findPages(
    allPages().filter(({ name }) => name !== CONTENTS),
    typed,
  )
  return (
    <div className={classes.found}>
      <p role="status">{t('help.found', { count: hits.length })}</p>
      <ul>
        {hits.map(({ page, passage }) => (
          <li key={page.name} lang="pt-BR">
            <button type="button" className={classes.link} onClick={() => onGo(page.name)}>
              {page.title}
            </button>
            <p className={classes.soft}>{passage}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}
