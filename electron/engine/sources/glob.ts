/** Says whether a path, given as its names from the top, is meant by a pattern. Folders above it were asked before. */
export type PathMatcher = (path: string) => boolean

/**
 * Patterns as `restic --exclude` reads them: `*` and `?` stay within one name, `**` spans folders, `[a-z]` and `[^a-z]` are sets,
 * `\` takes the next character as it is. A leading `/` (or drive) anchors at the top; else the pattern may begin at any folder.
 */
export function compileGlob(pattern: string, options: { readonly ignoreCase: boolean }): PathMatcher {
  const isAnchored = pattern.startsWith('/')
  const parts = pattern.split('/').filter((part) => part !== '')
  if (parts.length === 0) return () => false
  let source = isAnchored ? '^/' : '/'
  parts.forEach((part, at) => {
    const isLast = at === parts.length - 1
    if (part === '**') source += isLast ? '.+' : '(?:[^/]+/)*'
    else source += globPart(part) + (isLast ? '' : '/')
  })
  const expression = new RegExp(`${source}$`, options.ignoreCase ? 'isu' : 'su')
  return (path) => expression.test(path)
}

function globPart(part: string): string {
  let source = ''
  const characters = [...part]
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ''
    if (character === '*') source += '[^/]*'
    else if (character === '?') source += '[^/]'
    else if (character === '[') {
      const end = characters.indexOf(']', at + 2)
      if (end < 0) source += '\\['
      else {
        source += globSet(characters.slice(at + 1, end))
        at = end
      }
    } else if (character === '\\' && at + 1 < characters.length) source += literal(characters[++at] ?? '')
    else source += literal(character)
  }
  return source
}

function globSet(characters: readonly string[]): string {
  const isNegated = characters[0] === '^'
  const body = characters
    .slice(isNegated ? 1 : 0)
    .map((character) => (/[\\\]^[&|~]/.test(character) ? `\\${character}` : character))
    .join('')
  return isNegated ? `[^/${body}]` : `[${body}]`
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
