/** True when `inner` is `outer` or lies in it. Windows paths compare without case. */
export function isInside(inner: string, outer: string): boolean {
  const isWindows = /^[A-Za-z]:|^\\\\/.test(outer)
  const plain = (path: string): string => {
    const slashed = (isWindows ? path.replaceAll('\\', '/').toLowerCase() : path).replace(/\/+$/, '')
    return `${slashed}/`
  }
  return plain(inner).startsWith(plain(outer))
}
