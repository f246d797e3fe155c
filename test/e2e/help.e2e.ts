import { lookAt } from './look.ts'
import { expect, test } from './prepared-clinic.ts'

// The manual inside the window: the page at hand first, found by word, over a dialog, with keyboard alone.

test('F1 opens the page about what is on screen, finds others by a word, and gives the keyboard back', async ({
  clinic,
}) => {
  const app = await clinic.launch()
  const { page } = app
  const help = page.getByRole('dialog', { name: 'Ajuda' })
  const title = (name: string) => help.getByRole('heading', { level: 3, name, exact: true })

  await page.getByRole('button', { name: 'Recuperar', exact: true }).click()
  await page.getByRole('searchbox').fill('sorriso')
  await page.keyboard.press('F1')
  await expect(title('Recuperar')).toBeFocused()
  await expect(help.getByText('As palavras do kit')).toBeHidden()

  await help.getByRole('searchbox', { name: 'Procurar na ajuda' }).fill('CÂMERA do papel')
  await help.getByRole('button', { name: 'O dia em que tudo sumiu', exact: true }).click()
  await expect(title('O dia em que tudo sumiu')).toBeFocused()
  // The page names it more than once.
  await help.getByRole('button', { name: 'Linha de comando e restic', exact: true }).first().click()
  await expect(title('Linha de comando e restic (para o técnico)')).toBeFocused()
  await help.getByRole('button', { name: 'Voltar', exact: true }).click()
  await help.getByRole('button', { name: 'Todas as páginas' }).click()
  await help.getByRole('button', { name: 'Ensaios', exact: true }).click()
  // A picture of the manual comes out of the bundle, past the policy of the page.
  const picture = help.getByRole('img', { name: 'Os cartões dos ensaios' })
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await lookAt(app, 'help')
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await expect(page.getByRole('searchbox')).toBeFocused()
  await expect(page.getByRole('searchbox')).toHaveValue('sorriso')

  // The technician is called from it, too; the keyboard goes back to where it was before both.
  await page.keyboard.press('F1')
  await help.getByRole('button', { name: 'Chamar o técnico' }).click()
  await expect(page.getByTestId('packet')).toBeVisible()
  await expect(help).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('packet')).toBeHidden()
  await expect(page.getByRole('searchbox')).toBeFocused()

  await page.getByRole('button', { name: 'Aprender', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Aprender' })).toBeFocused()
  await lookAt(app, 'learn')
  await page.getByRole('button', { name: 'Aparência e idioma' }).click()
  const dialog = page.getByRole('dialog', { name: 'Aparência e idioma' })
  await dialog.getByText('English').click()
  await page.keyboard.press('F1')
  const inEnglish = page.getByRole('dialog', { name: 'Help' })
  await expect(inEnglish.getByText('The help is in Portuguese only, so far.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(inEnglish).toBeHidden()
  // Escape closed only what lay on top.
  await expect(page.getByRole('dialog', { name: 'Look and language' })).toBeVisible()
})
