import type { Preferences } from '#shared/contracts/index.ts'
import { SMALLEST, USUAL } from './open-gallery.ts'

export type Look = {
  readonly name: string
  readonly language: Preferences['language']
  readonly preferences: Preferences
  readonly window: { readonly width: number; readonly height: number }
}

const LANGUAGES = ['pt-BR', 'en'] as const
const THEMES = ['light', 'dark'] as const
const SIZES = [100, 150, 200] as const

/** Every way in which a screen is looked at. The largest letters stand in the smallest window: what holds there holds everywhere. */
export const looks: readonly Look[] = LANGUAGES.flatMap((language) =>
  SIZES.flatMap((textPercent) =>
    THEMES.map((theme) => ({
      name: `${language}-${theme}-${textPercent}`,
      language,
      preferences: { language, theme, textPercent },
      window: textPercent === 200 ? SMALLEST : USUAL,
    })),
  ),
)
