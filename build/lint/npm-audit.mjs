// What `npm audit --omit=dev --json` said. A registry that does not answer is told, and is no failure: the code has not changed.

/** @returns {{ isWeak: boolean, sentence: string }} */
export function judgeAudit(text) {
  const counts = countsIn(text)
  if (!counts)
    return { isWeak: false, sentence: 'the registry did not say whether shipped packages have known weaknesses' }
  const { high = 0, critical = 0, moderate = 0, low = 0 } = counts
  return {
    isWeak: high + critical > 0,
    sentence: `known weaknesses of shipped packages: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low`,
  }
}

function countsIn(text) {
  try {
    return JSON.parse(text).metadata?.vulnerabilities
  } catch {
    return undefined
  }
}
