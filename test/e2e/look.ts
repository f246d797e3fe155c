import AxeBuilder from '@axe-core/playwright'
import { expect, type RunningApp } from './app.ts'

const THEMES = ['light', 'dark'] as const
/** What a theme can change: the page itself is the same in both. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block']

/**
 * Looks at a screen in both themes: keeps a picture of each and asks axe, which must find nothing. In the second theme it is asked of colours only.
 *
 * The window must follow the system's colours (the preference it starts with).
 */
export async function lookAt(app: RunningApp, name: string): Promise<void> {
  for (const colorScheme of THEMES) {
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(app.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
    await app.screenshot(`${name}-${colorScheme}`)
    const { violations } = await new AxeBuilder({ page: app.page })
      // Nothing else is read, and to describe what is in order takes longer than to find it.
      .options({
        resultTypes: ['violations'],
        ...(colorScheme === 'dark' && { runOnly: { type: 'rule', values: COLOR_RULES } }),
      })
      // Electron opens no second page for axe: legacy mode stays in this one.
      .setLegacyMode(true)
      .analyze()
    expect(violations.map(({ id, nodes }) => `${name} ${colorScheme} ${id}: ${nodes[0]?.html}`)).toEqual([])
  }
}
