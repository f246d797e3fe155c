/** The folder of a copy that all that was protected lies in, as the copy spells it: where looking around begins, not at the disk's top. */
export function topOf(paths: readonly string[]): string {
  const folders = paths.map((path) => namesOf(path).slice(0, -1))
  const [first = []] = folders
  const shared = first.findIndex((name, at) => folders.some((names) => names[at] !== name))
  const names = shared < 0 ? first : first.slice(0, shared)
  return names.map((name) => `/${name}`).join('')
}

/** `C:\\Clínica` is `/C/Clínica` in a copy. */
const namesOf = (native: string) =>
  native
    .replace(/^([A-Za-z]):/, '$1')
    .split(/[\\/]+/)
    .filter((name) => name !== '')
