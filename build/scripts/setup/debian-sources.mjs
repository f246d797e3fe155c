// Finds the Debian archive this machine itself is set up to use, in either of apt's two file formats.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const KEYRINGS = ['/usr/share/keyrings/debian-archive-keyring.gpg', '/usr/share/keyrings/debian-archive-keyring.pgp']

/** deb822 (`*.sources`): paragraphs of `Field: value`, continuation lines indented. */
export function parseDeb822(text) {
  const found = []
  for (const paragraph of text.split(/\n[ \t]*\n/)) {
    const fields = new Map()
    let last = ''
    for (const line of paragraph.split('\n')) {
      if (line.startsWith('#')) continue
      const field = /^([A-Za-z][A-Za-z-]*):\s*(.*)$/.exec(line)
      if (field) {
        last = field[1].toLowerCase()
        fields.set(last, field[2].trim())
      } else if (/^\s/.test(line) && last) fields.set(last, `${fields.get(last)} ${line.trim()}`.trim())
    }
    if (fields.get('enabled') === 'no' || !/\bdeb\b/.test(fields.get('types') ?? '')) continue
    const signedBy = fields.get('signed-by') ?? ''
    for (const uri of (fields.get('uris') ?? '').split(/\s+/).filter(Boolean))
      found.push({ uri, signedBy: signedBy.startsWith('/') ? signedBy : null })
  }
  return found
}

/** One-line format (`sources.list`): `deb [options] URI suite component…`. */
export function parseOneLine(text) {
  const found = []
  for (const line of text.split('\n')) {
    const parts = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+\S+/.exec(line)
    if (!parts) continue
    const signedBy = /signed-by=(\/\S+)/.exec(parts[1] ?? '')
    found.push({ uri: parts[2], signedBy: signedBy ? signedBy[1] : null })
  }
  return found
}

/**
 * The first source that is Debian's main archive (its address ends in /debian), with the key ring to trust.
 * @returns {{uri: string, signedBy: string} | null}
 */
export function debianSource(etcApt = '/etc/apt') {
  const sources = []
  const parts = join(etcApt, 'sources.list.d')
  const names = existsSync(parts) ? readdirSync(parts).sort() : []
  for (const name of names) {
    if (name.endsWith('.sources')) sources.push(...parseDeb822(readFileSync(join(parts, name), 'utf8')))
    if (name.endsWith('.list')) sources.push(...parseOneLine(readFileSync(join(parts, name), 'utf8')))
  }
  const main = join(etcApt, 'sources.list')
  if (existsSync(main)) sources.push(...parseOneLine(readFileSync(main, 'utf8')))
  const source = sources.find(({ uri }) => /^(https?|file|copy):.*\/debian\/?$/.test(uri))
  if (!source) return null
  const signedBy = source.signedBy ?? KEYRINGS.find((file) => existsSync(file))
  return signedBy ? { uri: source.uri, signedBy } : null
}
