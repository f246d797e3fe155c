import { expect, type RunningApp } from './app.ts'

/** What the clinic has and how much of it may be lost can wait. */
export async function skipToPlace({ page }: Pick<RunningApp, 'page'>): Promise<void> {
  for (const title of ['O que a clínica tem, e onde está?', 'Quanto trabalho pode se perder?']) {
    await expect(page.getByRole('heading', { name: title })).toBeVisible()
    await page.getByRole('button', { name: 'Deixar para depois' }).click()
  }
}

/** Names the clinic, chooses its folder and the place for copies, and stops at the words of the kit. */
export async function goToKit({ page }: RunningApp, clinicName: string): Promise<void> {
  await page.getByLabel('Nome da clínica').fill(clinicName)
  await page.getByRole('button', { name: 'Continuar' }).click()
  await page.getByRole('button', { name: 'Escolher uma pasta' }).click()
  await expect(page.getByText(/documentos e fotos, /)).toBeVisible()
  await page.getByRole('button', { name: 'Continuar' }).click()
  await skipToPlace({ page })
  await page.getByRole('button', { name: 'Escolher o lugar das cópias' }).click()
  await expect(page.getByRole('region', { name: 'Lugar escolhido' })).toBeVisible()
  await page.getByRole('button', { name: 'Continuar' }).click()
  await expect(page.getByRole('heading', { name: 'O kit de recuperação' })).toBeVisible()
}

/** Reads the words off the screen as a person copies them by hand. */
export async function readKitWords({ page }: RunningApp): Promise<string[]> {
  const list = page.getByRole('list', { name: 'As 24 palavras do kit de recuperação' })
  await expect(list.getByRole('listitem')).toHaveCount(24)
  return list
    .getByRole('listitem')
    .evaluateAll((items) => items.map((item) => item.lastElementChild?.textContent ?? ''))
}

/** Types the asked words; `spell` may change how, as tired people do. */
export async function typeProof(
  { page }: RunningApp,
  words: readonly string[],
  spell: (word: string) => string = (word) => word,
): Promise<void> {
  for (const field of await page.getByLabel(/^Palavra \d+$/).all()) {
    const position = Number(
      (await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent))?.match(/\d+/)?.[0],
    )
    await field.fill(spell(words[position - 1] ?? ''))
  }
  await page.getByRole('button', { name: 'Conferir as palavras' }).click()
}

/** The whole way from a fresh computer to the summary. */
export async function goToSummary(app: RunningApp, clinicName: string): Promise<string[]> {
  await goToKit(app, clinicName)
  const words = await readKitWords(app)
  await app.page.getByRole('button', { name: 'Já tenho as palavras no papel' }).click()
  await typeProof(app, words)
  await expect(app.page.getByRole('heading', { name: 'Tudo pronto para começar' })).toBeVisible()
  return words
}
