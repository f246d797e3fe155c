// Runs before everything else: what the strict content policy asks of the libraries.
import { setNonce } from 'get-nonce'
import { config } from 'zod'

type TrustedTypes = { createPolicy(name: string, rules: { createHTML(text: string): string }): unknown }

// SECURITY: Mantine writes its CSS text through innerHTML of a style element. Text without markup may pass, markup never.
const { trustedTypes } = window as { trustedTypes?: TrustedTypes }
trustedTypes?.createPolicy('default', {
  createHTML(text) {
    if (text.includes('<')) throw new TypeError('markup refused')
    return text
  },
})

// zod would otherwise try to compile its checks with `new Function`, which the policy forbids.
config({ jitless: true })

/** The nonce that lets the interface library's own style elements in. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''
setNonce(styleNonce)
