// What `npm audit --json` said of packages that are shipped. A registry that does not answer is told, and is no failure: the code has not changed.

/**
 * @param {string} text
 * @param {readonly string[]} shipped names of packages; Electron and what the window is built of are no dependencies of npm's
 * @returns {{ isWeak: boolean, sentence: string }}
 */
export function judgeAudit(text, shipped) {
  const counts = countsIn(text, shipped)
  if (!counts)
    return { isWeak: false, sentence: 'the registry did not say whether shipped packages have known weaknesses' }
  const { high = 0, critical = 0, moderate = 0, low = 0 } = counts
  return {
    isWeak: high + critical > 0,
    sentence: `known weaknesses of shipped packages: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low`,
  }
}

function countsIn(text, shipped) {
  try {
    const { vulnerabilities } = JSON.parse(text)
    const found = Object.entries(vulnerabilities).filter(([name]) => shipped.includes(name))
    return Object.fromEntries(
      Object.entries(Object.groupBy(found, ([, { severity }]) => severity)).map(([severity, all]) => [
        severity,
        all.length,
      ]),
    )
  } catch {
    return undefined
  }
}
