import type { Screen } from '#shared/contracts/index.ts'
import { type Block, parseMarkdown, passagesOf, plainText } from './markdown.ts'

/** A page of the manual, docs/manual/NAME.md. */
export type HelpPage = {
  readonly name: string
  readonly title: string
  /** Without the title. */
  readonly blocks: readonly Block[]
  readonly passages: readonly string[]
}

const texts: Readonly<Record<string, string>> = import.meta.glob('../../../docs/manual/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const pictures: Readonly<Record<string, string>> = import.meta.glob('../../../docs/manual/pictures/*.png', {
  query: '?url',
  import: 'default',
  eager: true,
})

/** The page that lists all others. */
export const CONTENTS = 'README'

const nameOf = (path: string): string => path.replace(/^.*\/|\.\w+$/gu, '')

const pages: ReadonlyMap<string, HelpPage> = new Map(
  Object.entries(texts).map(([path, text]) => {
    const name = nameOf(path)
    const [first, ...rest] = parseMarkdown(text)
    const title = first?.kind === 'heading' ? plainText(first.of) : name
    return [name, { name, title, blocks: rest, passages: passagesOf(rest) }]
  }),
)
const addresses: ReadonlyMap<string, string> = new Map(
  Object.entries(pictures).map(([path, address]) => [nameOf(path), address]),
)

export const allPages = (): readonly HelpPage[] => [...pages.values()]
export const pageNamed = (name: string): HelpPage | undefined => pages.get(name)
/** Where the window finds a picture that a page names. */
export const pictureAt = (source: string): string | undefined => addresses.get(nameOf(source))
/** The page that a link leads to; undefined where it leads out of the manual. */
export const pageOfLink = (to: string): HelpPage | undefined =>
  /^[\w-]+\.md$/u.test(to) ? pages.get(nameOf(to)) : undefined

/** What somebody may be doing when they ask. */
export type Task = Screen | 'first-steps' | 'unlock' | 'sign-in'

/** The page about it. */
export const pageOfTask: Readonly<Record<Task, string>> = {
  home: 'inicio',
  protected: 'o-que-protegemos',
  recover: 'recuperar',
  records: 'prontuarios',
  disks: 'discos',
  drills: 'ensaios',
  plan: 'plano',
  learn: 'aprender',
  people: 'pessoas',
  history: 'historico',
  settings: 'ajustes',
  'first-steps': 'primeiros-passos',
  unlock: 'kit',
  'sign-in': 'pin-e-papel',
}
