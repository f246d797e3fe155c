// What a designer would send back, found by measuring: runs in the page, on whatever it shows.

/** Half pixels of rounding are no fault. */
const SLACK = 1.5
const PRESSABLE = 'button, a[href], input, select, textarea, summary, [role="tab"], [role="radio"]'

/** Everything wrong with how the page lies in its window, a line each. */
export function findFaults(): string[] {
  const all = [...document.body.querySelectorAll<HTMLElement>('*')].filter(isSeen)
  return [...wide(all), ...cutOff(all), ...outOfReach(all), ...overlapping(all), ...moving()]
}

/** Whether it is drawn for eyes: not hidden, not only for screen readers, no drawing. */
function isSeen(element: HTMLElement): boolean {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
  if (element.closest('[aria-hidden="true"], svg, .recharts-wrapper, #paper')) return false
  for (let one: HTMLElement | null = element; one; one = one.parentElement)
    if (one.offsetWidth <= 1 && one.offsetHeight <= 1 && getComputedStyle(one).overflow !== 'visible') return false
  return true
}

const name = (element: Element) => {
  const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
  return `<${element.tagName.toLowerCase()}> "${words.slice(0, 60)}"`
}
const hasOwnWords = (element: Element) =>
  [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '')

/** The page, and what scrolls in it, scroll up and down only; what may be pushed sideways can be reached by keyboard. */
function wide(all: readonly HTMLElement[]): string[] {
  const scrolls = (element: HTMLElement) =>
    /auto|scroll/.test(getComputedStyle(element).overflowX) && element.tabIndex < 0 && !element.matches('pre, textarea')
  const { scrollWidth, clientWidth } = document.documentElement
  return [
    ...(scrollWidth > clientWidth + SLACK ? [`the page is ${scrollWidth - clientWidth} px too wide`] : []),
    ...all
      .filter((element) => element.scrollWidth > element.clientWidth + SLACK && scrolls(element))
      .map((element) => `too wide by ${element.scrollWidth - element.clientWidth} px: ${name(element)}`),
  ]
}

/** Words that are longer than their box, where nothing says that more is there. */
function cutOff(all: readonly HTMLElement[]): string[] {
  return all.filter(hasOwnWords).flatMap((element) => {
    const { display, textOverflow, overflowX, overflowY, webkitLineClamp } = getComputedStyle(element)
    if (display === 'inline' || display === 'contents' || element.tagName === 'OPTION') return []
    const isWide = element.scrollWidth > element.clientWidth + SLACK
    const isTall = overflowY !== 'visible' && element.scrollHeight > element.clientHeight + SLACK
    if (isWide && textOverflow !== 'ellipsis' && !/auto|scroll/.test(overflowX))
      return [`words are cut off or run out of their box: ${name(element)}`]
    // Shortened with dots.
    if (webkitLineClamp !== 'none') return []
    if (isTall && !/auto|scroll/.test(overflowY) && textOverflow !== 'ellipsis')
      return [`lines are cut off: ${name(element)}`]
    return []
  })
}

/** What can be pressed or read but lies where no scrolling brings it. */
function outOfReach(all: readonly HTMLElement[]): string[] {
  return all
    .filter((element) => element.matches(PRESSABLE) || hasOwnWords(element))
    .filter((element) => !isReachable(element) && !comesWhenFocused(element))
    .map((element) => `lies outside the window: ${name(element)}`)
}

/** The way past the menu lies above the window until somebody tabs to it. */
function comesWhenFocused(element: HTMLElement): boolean {
  if (!element.matches(PRESSABLE)) return false
  const before = document.activeElement
  element.focus({ preventScroll: true })
  const isThere = isReachable(element)
  // The page itself takes no focus: who had none has none again.
  if (before === document.body) element.blur()
  else if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  return isThere
}

function isReachable(element: HTMLElement): boolean {
  let { top, bottom, left, right } = element.getBoundingClientRect()
  if (right - left < 1 || bottom - top < 1) return true
  for (let one: HTMLElement | null = element; one; one = one.parentElement) {
    const { position, overflowY, overflowX } = getComputedStyle(one)
    const parent: HTMLElement | null = one.parentElement
    if (one !== element && /auto|scroll/.test(`${overflowY} ${overflowX}`) && one !== document.body) {
      const box = one.getBoundingClientRect()
      const above = top - box.top + one.scrollTop
      const beside = left - box.left + one.scrollLeft
      if (above < -SLACK || beside < -SLACK) return false
      if (above + bottom - top > one.scrollHeight + SLACK || beside + right - left > one.scrollWidth + SLACK)
        return false
        // Whatever lies in it is seen where its window is.
      ;({ top, bottom, left, right } = box)
    }
    if (position === 'fixed')
      return top >= -SLACK && left >= -SLACK && bottom <= innerHeight + SLACK && right <= innerWidth + SLACK
    if (!parent) break
  }
  const page = document.documentElement
  return (
    top + page.scrollTop >= -SLACK &&
    left >= -SLACK &&
    bottom + page.scrollTop <= page.scrollHeight + SLACK &&
    right <= page.clientWidth + SLACK
  )
}

/** A dialog, or what stays in place while the rest scrolls beneath it: what lies under it comes out by scrolling. */
function layerOf(element: HTMLElement): HTMLElement | null {
  for (let one: HTMLElement | null = element; one; one = one.parentElement)
    if (one.matches('[role="dialog"]') || /fixed|sticky/.test(getComputedStyle(one).position)) return one
  return null
}

/** As long as anything may take to change for whoever asked the system for less motion: one frame. */
const FRAME_S = 0.017
const PSEUDO = [null, '::before', '::after'] as const

/** What moves, or would as soon as something changes, though less motion is asked for. */
function moving(): string[] {
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) return []
  const isLong = (times: string) => times.split(',').some((time) => Number.parseFloat(time) > FRAME_S)
  const moves = (element: Element, pseudo: (typeof PSEUDO)[number]) => {
    const style = getComputedStyle(element, pseudo)
    return (
      (style.animationName !== 'none' && isLong(style.animationDuration)) ||
      (style.transitionProperty !== 'none' && isLong(style.transitionDuration)) ||
      style.scrollBehavior === 'smooth'
    )
  }
  const drawn = [...document.querySelectorAll('body, body *')].filter((element) => element.checkVisibility())
  return [
    ...drawn.filter((element) => PSEUDO.some((pseudo) => moves(element, pseudo))).map((one) => `moves: ${name(one)}`),
    ...document
      .getAnimations()
      .filter((one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().activeDuration) > 0)
      .map(
        (one) =>
          `is in motion: ${one.effect instanceof KeyframeEffect && one.effect.target ? name(one.effect.target) : ''}`,
      ),
  ]
}

/** Where it is seen: what scrolls around it cuts it off at its edge. */
function seenBox(element: HTMLElement) {
  let { top, bottom, left, right } = element.getBoundingClientRect()
  for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(one)
    if (!/auto|scroll/.test(`${overflowX} ${overflowY}`)) continue
    const box = one.getBoundingClientRect()
    top = Math.max(top, box.top)
    bottom = Math.min(bottom, box.bottom)
    left = Math.max(left, box.left)
    right = Math.min(right, box.right)
  }
  return { top, bottom, left, right }
}

/** Two things to press that lie over each other in one layer. */
function overlapping(all: readonly HTMLElement[]): string[] {
  const targets = all
    .filter((element) => element.matches(PRESSABLE) && !element.closest('label'))
    .map((element) => ({ element, box: seenBox(element), layer: layerOf(element) }))
  return targets.flatMap((one, at) =>
    targets
      .slice(at + 1)
      .filter(
        ({ element, layer }) => layer === one.layer && !one.element.contains(element) && !element.contains(one.element),
      )
      .filter(
        ({ element }) =>
          element.closest('.mantine-Input-wrapper') !== one.element.closest('.mantine-Input-wrapper') ||
          !element.closest('.mantine-Input-wrapper'),
      )
      .filter(
        ({ box }) =>
          Math.min(box.right, one.box.right) - Math.max(box.left, one.box.left) > 2 &&
          Math.min(box.bottom, one.box.bottom) - Math.max(box.top, one.box.top) > 2,
      )
      .filter(
        ({ element }) =>
          getComputedStyle(element).position !== 'absolute' && getComputedStyle(one.element).position !== 'absolute',
      )
      .map(({ element }) => `lie over each other: ${name(one.element)} and ${name(element)}`),
  )
}
