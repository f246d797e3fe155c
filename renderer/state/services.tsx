import { createContext, type ReactNode, useContext } from 'react'
import { useStore } from 'zustand'
import type { Computer, EngineHealth, Overview, Preferences, UpdateState } from '#shared/contracts/index.ts'
import type { JobKind, Notice, Progress } from '#shared/domain/index.ts'
import type { Clients, EngineClient, ShellClient } from '../client/clients.ts'
import { followNotices, type NoticeStore } from './notices.ts'
import { followOverview, type OverviewStore } from './overview.ts'
import { engineWithPeople, followPeople, type PeopleStore } from './people.ts'
import { followShell, type ShellStore } from './preferences.ts'
import { createRoute, type RouteStore } from './route.ts'

export type Services = {
  readonly engine: EngineClient
  readonly shell: ShellClient
  readonly known: OverviewStore
  readonly shellKnown: ShellStore
  readonly route: RouteStore
  readonly unsolved: NoticeStore
  readonly people: PeopleStore
}

/** Everything that outlives a screen, made once a window. */
export function createServices(clients: Clients): Services {
  const route = createRoute('home')
  const people = followPeople(clients)
  return {
    engine: engineWithPeople(clients.engine, people),
    shell: clients.shell,
    known: followOverview(clients),
    shellKnown: followShell(clients, ({ screen }) => route.goTo(screen)),
    route,
    unsolved: followNotices(clients),
    people,
  }
}

const ServicesContext = createContext<Services | null>(null)

export const ServicesProvider = ({ services, children }: { services: Services; children: ReactNode }) => (
  <ServicesContext value={services}>{children}</ServicesContext>
)

export function useServices(): Services {
  const services = useContext(ServicesContext)
  if (!services) throw new Error('no services around this component')
  return services
}

/** The overview, once there is one; screens are only shown then. */
export function useOverview(): Overview {
  const overview = useStore(useServices().known, (known) => known.overview)
  if (!overview) throw new Error('no overview yet')
  return overview
}

/** The running job of a kind and how far it is, when there is one. */
export function useRunning(
  jobKind: JobKind,
): { job: Overview['running'][number]; progress: Progress | undefined } | undefined {
  const { known } = useServices()
  const job = useStore(known, ({ overview }) => overview?.running.find((running) => running.jobKind === jobKind))
  const progress = useStore(known, (all) => (job ? all.progress.get(job.jobId) : undefined))
  return job && { job, progress }
}

export function usePreferences(): Preferences {
  const preferences = useStore(useServices().shellKnown, (known) => known.preferences)
  if (!preferences) throw new Error('no preferences yet')
  return preferences
}

export const useEngineHealth = (): EngineHealth => useStore(useServices().shellKnown, (known) => known.engineHealth)

/** What is known of newer versions of the app. */
export const useUpdateState = (): UpdateState => useStore(useServices().shellKnown, ({ update }) => update)

/** What is unsolved, the most pressing first. */
export const useNotices = (): readonly Notice[] => useStore(useServices().unsolved, ({ notices }) => notices)

/** Who is signed in at this window, by name; null while nobody is registered. The engine puts it wherever a call asks who it is. */
export const usePersonHere = (): string | null =>
  useStore(useServices().people, ({ session }) => (session?.kind === 'signed-in' ? session.person.name : null))

/** How this computer is used; undefined until main has answered. */
export const useComputer = (): Computer | undefined => useStore(useServices().shellKnown, ({ computer }) => computer)
