import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DatabaseServer } from '#shared/domain/index.ts'
import { useServices } from '../../state/services.tsx'
import { useAction } from '../../state/use-action.ts'
import classes from './databases.module.css'

/** The commands that make a user for the copies, who reads everything and changes nothing. */
export function UserScript({ server }: { server: DatabaseServer | null }) {
  const { t } = useTranslation('databases')
  const { shell } = useServices()
  const text = useScript(server)
  const [copied, setCopied] = useState<string | null>(null)
  const copy = useAction(async (commands: string) => {
    await shell.copyText({ text: commands })
    setCopied(commands)
  })
  return (
    <div className={classes.script}>
      <h3 className={classes.heading}>{t('script.title')}</h3>
      <p>{t('script.lead')}</p>
      {text === null ? (
        <p>{t('script.needed')}</p>
      ) : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <pre className={classes.commands} tabIndex={0}>
            {text}
          </pre>
          <div className={classes.foot}>
            <Button variant="default" onClick={() => copy.run(text)}>
              {t('script.copy')}
            </Button>
            <span role="status">{copied === text ? t('script.copied') : ''}</span>
          </div>
        </>
      )}
    </div>
  )
}

function useScript(server: DatabaseServer | null): string | null {
  const { engine } = useServices()
  const [text, setText] = useState<string | null>(null)
  const wanted = server && JSON.stringify(server)
  useEffect(() => {
    let isCurrent = true
    const ask = wanted === null ? Promise.resolve(null) : engine.databaseScript({ server: JSON.parse(wanted) })
    ask.then(
      (script) => isCurrent && setText(script?.text ?? null),
      () => isCurrent && setText(null),
    )
    return () => {
      isCurrent = false
    }
  }, [engine, wanted])
  return text
}
