import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useOwnPin } from '../../parts/people/index.ts'
import { ScreenTitle } from '../../parts/screen-title.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import classes from './sign-in.module.css'

/** The PIN that somebody was given is changed for one that only they know, before anything else. */
export function ChoosePin() {
  const { t } = useTranslation('people')
  // The window itself leaves this page once the PIN is another.
  const { fields, isReady, choose } = useOwnPin(() => undefined)
  return (
    <form
      className={classes.form}
      aria-label={t('choose.title')}
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) choose.run()
      }}
    >
      <ScreenTitle lead={t('choose.lead')}>{t('choose.title')}</ScreenTitle>
      {fields}
      {choose.state.kind === 'failed' && <Trouble error={choose.state.error} />}
      <div>
        <Button size="lg" type="submit" loading={choose.state.kind === 'busy'} disabled={!isReady}>
          {t('choose.submit')}
        </Button>
      </div>
    </form>
  )
}
