import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { Busy } from '../parts/busy.tsx'
import { type OnDemand, onDemand } from '../parts/on-demand.tsx'

/** A screen that is no part of the window's first file. */
export const laterScreen = (load: () => Promise<ComponentType>): OnDemand<object> =>
  onDemand({ load, waiting: <Coming /> })

function Coming() {
  const { t } = useTranslation('app')
  return <Busy>{t('screenComing')}</Busy>
}
