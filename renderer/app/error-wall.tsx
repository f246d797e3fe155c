import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CallTechnician } from '../parts/call-technician/index.ts'
import { Note } from '../parts/note.tsx'
import classes from './app.module.css'

/** Stands between a screen that broke and the rest of the window. */
export class ErrorWall extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true }
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children
    return <Broken onReload={() => this.setState({ isBroken: false })} />
  }
}

function Broken({ onReload }: { onReload: () => void }) {
  const { t } = useTranslation('app')
  return (
    <Note tone="needs-you" title={t('wall.title')} isUrgent>
      <p>{t('wall.body')}</p>
      <p className={classes.ways}>
        <Button onClick={onReload}>{t('wall.reload')}</Button>
        <CallTechnician />
      </p>
    </Note>
  )
}
