import { Button, Modal, SegmentedControl } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Preferences } from '#shared/contracts/index.ts'
import { LookIcon } from '../../parts/icons/index.ts'
import { usePreferences, useServices } from '../../state/services.tsx'
import classes from './frame.module.css'

const SIZES: readonly Preferences['textPercent'][] = [100, 125, 150, 200]

/** Language, colours and size of the letters: three choices, each shown at once. */
export function PreferencesButton() {
  const { t } = useTranslation(['app', 'common'])
  const [isOpen, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button
        variant="subtle"
        justify="flex-start"
        leftSection={<LookIcon />}
        className={classes.look ?? ''}
        aria-haspopup="dialog"
        onClick={open}
      >
        <span className={classes.lookWords}>{t('preferences.open')}</span>
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('preferences.title')}
        size="30rem"
        centered
        closeButtonProps={{ 'aria-label': t('common:close') }}
        classNames={{ body: classes.preferences ?? '', title: classes.preferencesTitle ?? '' }}
      >
        <Choices />
        <Button onClick={close}>{t('common:close')}</Button>
      </Modal>
    </>
  )
}

function Choices() {
  const { t } = useTranslation('app')
  const { shellKnown } = useServices()
  const { language, theme, textPercent } = usePreferences()
  return (
    <>
      <Choice label={t('preferences.language')}>
        {(label) => (
          <SegmentedControl
            fullWidth
            aria-labelledby={label}
            value={language}
            onChange={(chosen) => shellKnown.prefer({ language: chosen })}
            data={[
              { value: 'pt-BR', label: t('preferences.portuguese') },
              { value: 'en', label: t('preferences.english') },
            ]}
          />
        )}
      </Choice>
      <Choice label={t('preferences.theme')}>
        {(label) => (
          <SegmentedControl
            fullWidth
            orientation={textPercent > 125 ? 'vertical' : 'horizontal'}
            aria-labelledby={label}
            value={theme}
            onChange={(chosen) => shellKnown.prefer({ theme: chosen })}
            data={[
              { value: 'system', label: t('preferences.system') },
              { value: 'light', label: t('preferences.light') },
              { value: 'dark', label: t('preferences.dark') },
            ]}
          />
        )}
      </Choice>
      <Choice label={t('preferences.textSize')}>
        {(label) => (
          <SegmentedControl
            fullWidth
            aria-labelledby={label}
            value={String(textPercent)}
            onChange={(chosen) =>
              shellKnown.prefer({ textPercent: SIZES.find((percent) => String(percent) === chosen) ?? 100 })
            }
            data={SIZES.map((percent) => ({ value: String(percent), label: t('preferences.percent', { percent }) }))}
          />
        )}
      </Choice>
    </>
  )
}

function Choice({ label, children }: { label: string; children: (labelId: string) => ReactNode }) {
  const id = useId()
  return (
    <div>
      <p id={id} className={classes.choice}>
        {label}
      </p>
      {children(id)}
    </div>
  )
}
