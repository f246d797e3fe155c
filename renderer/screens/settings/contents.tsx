import { useTranslation } from 'react-i18next'
import classes from './settings.module.css'

/** The subjects of the settings, in their order on the page. */
const SECTIONS = [
  ['places', 'places:list.title'],
  ['kit', 'kit:settings.title'],
  ['goals', 'settings:goals.title'],
  ['keeping', 'settings:keeping.title'],
  ['quiet', 'settings:quiet.title'],
  ['network', 'places:network.title'],
  ['notices', 'settings:notices.title'],
  ['mail', 'settings:mail.title'],
  ['ping', 'settings:ping.title'],
  ['tablets', 'tablets:screen.title'],
  ['computer', 'settings:computer.title'],
  ['technician', 'technician:section.title'],
] as const

export type SectionName = (typeof SECTIONS)[number][0]

export const headingId = (name: SectionName) => `settings-${name}`

/** What the page holds, each a way to it: the page is long, and who comes wants one thing. */
export function Contents() {
  const { t } = useTranslation(['settings', 'places', 'tablets', 'kit', 'technician'])
  return (
    <nav aria-label={t('settings:contents')}>
      <ul className={classes.contents}>
        {SECTIONS.map(([name, title]) => (
          <li key={name}>
            <a href={`#${headingId(name)}`}>{t(title)}</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
