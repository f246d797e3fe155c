import { dictionaries, fill } from '#shared/i18n/index.ts'
import type { Language } from '#shared/units/index.ts'
import { pageScript } from './page-script.ts'
import { pageStyle } from './page-style.ts'

/** The page that a tablet opens: one document with everything in it, nothing from anywhere else. `nonce` is new for each answer. */
export function pageOf(clinicName: string, language: Language, nonce: string): string {
  const { page } = dictionaries[language].tablets
  const { errors } = dictionaries[language]
  const told = Object.fromEntries(Object.entries(errors).filter(([code]) => code.startsWith('TAB_')))
  const words = { ...page, lead: fill(page.lead, { clinic: clinicName }), errors: told, language }
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(page.title)}</title>
<style nonce="${nonce}">${pageStyle}</style>
</head>
<body>
<main id="app" aria-live="polite"></main>
<script type="application/json" id="words" nonce="${nonce}">${JSON.stringify(words).replaceAll('<', '\\u003c')}</script>
<script nonce="${nonce}">${pageScript}</script>
</body>
</html>
`
}

/** What the page may do: its own script and style, its own server, nothing else. */
export const pageRules = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter)
