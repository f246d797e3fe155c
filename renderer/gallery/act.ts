import type { i18n } from 'i18next'

/** What a person does. Words are keys of the dictionaries, so that a scene is the same in each language; `values` fills their blanks. */
export type Step =
  | { readonly kind: 'press'; readonly words: string; readonly values: Values; readonly nth: number }
  | { readonly kind: 'type'; readonly words: string; readonly values: Values; readonly text: string }
  | { readonly kind: 'see'; readonly words: string; readonly values: Values }
type Values = Readonly<Record<string, string | number>>

/** Presses what has these words: a button, a tab, a link, a choice. Of several the first, or the one `nth` counts, from the end below zero. */
export const press = (words: string, values: Values = {}, nth = 0): Step => ({ kind: 'press', words, values, nth })
/** Writes into the field with this label. */
export const write = (words: string, text: string, values: Values = {}): Step => ({ kind: 'type', words, values, text })
/** Waits until these words are on the page. */
export const see = (words: string, values: Values = {}): Step => ({ kind: 'see', words, values })

const PRESSABLE = 'button, a[href], summary, label, [role="tab"], [role="radio"], [role="button"]'
const PATIENCE_MS = 5_000

/** Does the steps, one after the other, each as soon as it can be done. */
export async function act(steps: readonly Step[], words: i18n): Promise<void> {
  for (const step of steps) {
    // Which keys there are, no type can follow through a list.
    const said = (words.t as unknown as (key: string, values: Values) => string)(step.words, step.values)
    if (step.kind === 'press') {
      const target = await appears(`something to press: ${said}`, () => pressable(said).at(step.nth))
      target.focus()
      target.click()
    } else if (step.kind === 'see') await appears(`words: ${said}`, () => isSaid(said) || undefined)
    else fill(await appears(`a field: ${said}`, () => fieldOf(said)), step.text)
    await quiet()
  }
}

/** Resolves when nothing on the page has changed for some frames. What never rests (a clock) is not waited for. */
export async function quiet(): Promise<void> {
  let changed = true
  const watcher = new MutationObserver(() => {
    changed = true
  })
  watcher.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
  for (let still = 0, frames = 0; still < 3 && frames < 120; frames++) {
    changed = false
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
    still = changed ? 0 : still + 1
  }
  watcher.disconnect()
}

async function appears<T>(what: string, find: () => T | undefined): Promise<T> {
  const untilMs = performance.now() + PATIENCE_MS
  for (;;) {
    const found = find()
    if (found !== undefined) return found
    if (performance.now() > untilMs) throw new Error(`the scene has not ${what}`)
    await new Promise((done) => requestAnimationFrame(done))
  }
}

const plain = (text: string | null) => (text ?? '').replaceAll(/\s+/g, ' ').trim()
const isShown = (element: Element) => element.getClientRects().length > 0

const isSaid = (said: string) => plain(document.body.textContent).includes(said)

/** Exactly these words first; else what begins with them. Of several layers the dialog's own. */
function pressable(said: string): HTMLElement[] {
  const layer = [...document.querySelectorAll('[role="dialog"]')].filter(isShown).at(-1) ?? document
  const all = [...layer.querySelectorAll<HTMLElement>(PRESSABLE)].filter(
    (element) => isShown(element) && !element.matches(':disabled, [aria-disabled="true"]'),
  )
  const named = (is: (words: string) => boolean) =>
    all.filter((element) => is(plain(element.getAttribute('aria-label'))) || is(plain(element.textContent)))
  const exact = named((words) => words === said)
  return exact.length > 0 ? exact : named((words) => words.startsWith(said))
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

function fieldOf(said: string): Field | undefined {
  const fields = [...document.querySelectorAll<Field>('input, textarea, select')].filter(isShown)
  const labels = (field: Field) => [field.getAttribute('aria-label'), ...[...(field.labels ?? [])].map(textOf)]
  const textOf = (label: HTMLLabelElement) => label.textContent
  const is = (field: Field, good: (words: string) => boolean) => labels(field).some((label) => good(plain(label)))
  return (
    fields.findLast((field) => is(field, (words) => words === said)) ??
    fields.findLast((field) => is(field, (words) => words.startsWith(said)))
  )
}

/** React hears of a value only when the element's own setter has been used. */
function fill(field: Field, text: string): void {
  field.focus()
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value') ?? {}
  set?.call(field, text)
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }))
}
