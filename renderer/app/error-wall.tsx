import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CallTechnician } from '../parts/call-technician/index.ts'
import { Note } from '../parts/note.tsx'
import { ScreenTitle } from '../parts/screen-title.tsx'
import classes from './app.module.css'

/** Stands between a screen that broke and the rest of the window; `isWhole` where nothing of the window is left around it. */
export class ErrorWall extends Component<{ children: ReactNode; isWhole?: boolean }, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true }
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children
    const broken = <Broken onReload={() => this.setState({ isBroken: false })} />
    return this.props.isWhole ? <main className={classes.wall}>{broken}</main> : broken
  }
}

function Broken({ onReload }: { onReload: () => void }) {
  const { t } = useTranslation('app')
  return (
    <div className={classes.opening}>
      <ScreenTitle>{t('wall.title')}</ScreenTitle>
      <Note tone="needs-you" title={t('wall.kept')} isUrgent>
        <p>{t('wall.todo')}</p>
        <div className={classes.ways}>
          <Button onClick={onReload}>{t('wall.reload')}</Button>
          <CallTechnician />
        </div>
      </Note>
    </div>
  )
}
