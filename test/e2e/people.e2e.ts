import type { RunningApp } from './app.ts'
import { lookAt } from './look.ts'
import { expect, test } from './prepared-clinic.ts'

// Pessoas: who is at the window, what their role may, and what takes two of them.

const [MANAGER_PIN, DESK_PIN, TECHNICIAN_PIN] = ['402918', '715304', '538201']

async function typePin({ page }: RunningApp, pin: string): Promise<void> {
  await page.getByLabel('PIN ou senha', { exact: true }).fill(pin)
  await page.getByRole('button', { name: 'Entrar', exact: true }).click()
}

async function addPerson({ page }: RunningApp, name: string, role: string): Promise<string> {
  await page.getByRole('button', { name: 'Cadastrar pessoa' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Nome e sobrenome').fill(name)
  await form.getByRole('radio', { name: role }).check()
  await form.getByRole('button', { name: 'Cadastrar pessoa' }).click()
  const pin = (await page.getByTestId('first-pin').innerText()).trim()
  await page.getByRole('button', { name: 'Já anotei' }).click()
  // What had the keyboard went with the dialogs.
  await expect(page.getByRole('heading', { level: 1, name: 'Pessoas' })).toBeFocused()
  return pin
}

/** Comes in with a given PIN, and chooses an own one. */
async function comeInFirst(app: RunningApp, name: string, given: string, own: string): Promise<void> {
  const { page } = app
  await page.getByRole('button', { name }).click()
  await typePin(app, given)
  await page.getByLabel('PIN que você usa agora').fill(given)
  await page.getByLabel('PIN novo', { exact: true }).fill(own)
  await page.getByLabel('PIN novo, mais uma vez').fill(own)
  await page.getByRole('button', { name: 'Usar este PIN' }).click()
}

const leave = ({ page }: RunningApp) => page.getByRole('button', { name: 'Sair', exact: true }).click()

type Answer = { t: string; value?: unknown; error?: { code: string } }
/** Some calls on one port of the page's own, one after the other: what a script could try past the screens. */
const askPast = ({ page }: RunningApp, calls: readonly (readonly [string, unknown])[]): Promise<Answer[]> =>
  page.evaluate(
    (all) =>
      new Promise<Answer[]>((resolve) => {
        const take = (event: MessageEvent<{ kind?: string; role?: string }>) => {
          const port = event.ports[0]
          if (event.data.kind !== 'salvaguarda:port' || event.data.role !== 'engine' || !port) return
          window.removeEventListener('message', take)
          const answers: Answer[] = []
          const ask = () => {
            const [name, input] = all[answers.length] ?? []
            if (name === undefined) resolve(answers)
            else port.postMessage({ t: 'call', id: 900_000 + answers.length, name, input })
          }
          port.addEventListener('message', ({ data }) => {
            if (data.id !== 900_000 + answers.length) return
            answers.push(data)
            ask()
          })
          port.start()
          ask()
        }
        window.addEventListener('message', take)
        window.postMessage({ kind: 'salvaguarda:connect' }, '*')
      }),
    calls,
  )

/** The next time the window asks for this, the answer is what the engine says when a PIN was typed too long ago. */
const pinIsOld = ({ page }: RunningApp, call: string): Promise<void> =>
  page.evaluate((name) => {
    const post = MessagePort.prototype.postMessage
    MessagePort.prototype.postMessage = function (this: MessagePort, ...sent: unknown[]) {
      const message = sent[0] as { t: string; id: number; name?: string } | null
      if (message?.t !== 'call' || message.name !== name) return Reflect.apply(post, this, sent)
      MessagePort.prototype.postMessage = post
      const data = { t: 'err', id: message.id, error: { code: 'PEOPLE_107', params: {} } }
      setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data })))
    } as typeof post
  }, call)

test('a manager registers people; the reception sees little and the engine refuses the rest; two people stop the automatic copies', async ({
  clinic,
}) => {
  test.setTimeout(240_000)
  const app = await clinic.launch()
  const { page } = app
  await page.getByRole('button', { name: 'Pessoas', exact: true }).click()
  await lookAt(app, 'people-first')
  await page.getByLabel('Nome e sobrenome').fill('Ana Ribeiro')
  await page.getByLabel('PIN novo', { exact: true }).fill(MANAGER_PIN)
  await page.getByLabel('PIN novo, mais uma vez').fill(MANAGER_PIN)
  await page.getByRole('button', { name: 'Cadastrar e entrar' }).click()
  const desk = await addPerson(app, 'Bianca Souza', 'Recepção')
  const technician = await addPerson(app, 'Davi Rocha', 'Técnico')
  await expect(page.getByRole('listitem').filter({ hasText: 'Davi Rocha' })).toContainText('Ainda não escolheu')
  await lookAt(app, 'people-list')

  await leave(app)
  await lookAt(app, 'people-sign-in')
  await comeInFirst(app, 'Davi Rocha', technician, TECHNICIAN_PIN)
  await leave(app)
  await comeInFirst(app, 'Bianca Souza', desk, DESK_PIN)
  await expect(page.getByTestId('health')).toHaveAttribute('data-health', 'guarded')
  await expect(page.getByRole('navigation').getByRole('button')).not.toHaveText(['Ajustes'])
  await expect(page.getByRole('button', { name: 'Ajustes', exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Procurar algo que sumiu' })).toBeVisible()
  await lookAt(app, 'people-desk')
  await leave(app)

  await page.getByRole('button', { name: 'Ana Ribeiro' }).click()
  await typePin(app, '999999')
  await expect(page.getByText('Este não é o PIN desta pessoa')).toBeVisible()
  await lookAt(app, 'people-pin')
  await page.getByRole('button', { name: 'Não lembro o meu PIN' }).click()
  await expect(page.getByRole('button', { name: 'Sou o gestor e ninguém pode me dar um PIN novo' })).toBeInViewport()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Sou o gestor e ninguém pode me dar um PIN novo' })).toBeFocused()
  await typePin(app, MANAGER_PIN)
  await page.getByRole('button', { name: 'Discos', exact: true }).click()
  await page.getByRole('button', { name: 'Ajustes', exact: true }).click()
  await page.getByRole('button', { name: 'Pessoas', exact: true }).click()
  // A critical act a while after the PIN was typed: it is asked for once more, on top of what was being done, and that goes on.
  await pinIsOld(app, 'changePerson')
  const desks = page.getByRole('listitem').filter({ hasText: 'Bianca Souza' })
  await desks.getByRole('button', { name: 'Mudar' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Salvar' }).click()
  const again = page.getByRole('dialog', { name: 'É você mesmo?' })
  await again.getByLabel('PIN ou senha', { exact: true }).fill(DESK_PIN)
  await again.getByRole('button', { name: 'Confirmar' }).click()
  await expect(again.getByText('Este não é o PIN desta pessoa')).toBeVisible()
  await lookAt(app, 'people-once-more')
  await again.getByLabel('PIN ou senha', { exact: true }).fill(MANAGER_PIN)
  await again.getByRole('button', { name: 'Confirmar' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const shelf = page.getByRole('listitem').filter({ hasText: 'Davi Rocha' })
  await shelf.getByRole('button', { name: 'Saiu da clínica' }).click()
  await page.getByRole('dialog').getByRole('checkbox', { name: 'Já conferi' }).check()
  await lookAt(app, 'people-leaving')
  await page.keyboard.press('Escape')

  // A new paper of the kit takes two people: the second one signs on the same window.
  await page.getByRole('button', { name: 'Ajustes', exact: true }).click()
  await page.getByRole('button', { name: 'Imprimir o kit de novo' }).click()
  const kit = page.getByRole('dialog', { name: 'Imprimir o kit de novo' })
  await kit.getByLabel('As 24 palavras, na ordem do papel').fill(clinic.kitWords.join(' '))
  await kit.getByRole('button', { name: 'Conferir as palavras' }).click()
  const second = page.getByRole('dialog', { name: 'Mais uma pessoa confirma' })
  await expect(second.getByLabel('Quem confirma?')).toHaveText('Davi Rocha')
  await lookAt(app, 'people-second')
  await second.getByLabel('PIN de Davi Rocha').fill(DESK_PIN)
  await second.getByRole('button', { name: 'Confirmar o pedido' }).click()
  await expect(second.getByText('Este não é o PIN desta pessoa')).toBeVisible()
  await second.getByLabel('PIN de Davi Rocha').fill(TECHNICIAN_PIN)
  await second.getByRole('button', { name: 'Confirmar o pedido' }).click()
  await expect(page.getByText('As palavras abrem o cofre.')).toBeVisible({ timeout: 30_000 })

  // Past the screens: the engine itself says no, and yes with the second person.
  const names = (await askPast(app, [['signInNames', {}]]))[0]?.value as { name: string; accountId: string }[]
  const idOf = (name: string) => names.find((person) => person.name === name)?.accountId
  const signIn = (name: string, secret: string) => ['signIn', { accountId: idOf(name), secret }] as const
  const policy = (await askPast(app, [signIn('Bianca Souza', DESK_PIN), ['schedulePolicy', {}]]))[1]?.value
  const stopped = { ...(policy as object), isEnabled: false }
  const refused = await askPast(app, [
    ['listTrash', { replicaId: 'a'.repeat(64) }],
    signIn('Bianca Souza', DESK_PIN),
    ['setSchedulePolicy', stopped],
    ['addPerson', { name: 'Eva', role: 'manager', title: 'owner', rights: {} }],
    signIn('Ana Ribeiro', MANAGER_PIN),
    ['setSchedulePolicy', stopped],
    ['pendingRequests', {}],
  ])
  expect(refused.map(({ error }) => error?.code)).toEqual([
    'PEOPLE_101',
    undefined,
    'PEOPLE_105',
    'PEOPLE_105',
    undefined,
    'PEOPLE_106',
    undefined,
  ])
  expect(refused[6]?.value).toMatchObject([{ requestedByName: 'Ana Ribeiro', mayConfirm: [idOf('Davi Rocha')] }])
  const [pending] = (refused[6]?.value ?? []) as { requestId: string }[]
  const confirmed = await askPast(app, [
    signIn('Ana Ribeiro', MANAGER_PIN),
    ['confirmAs', { requestId: pending?.requestId, accountId: idOf('Davi Rocha'), secret: TECHNICIAN_PIN }],
    ['setSchedulePolicy', stopped],
  ])
  expect(confirmed.map(({ error }) => error?.code)).toEqual([undefined, undefined, undefined])
  expect(confirmed[2]?.value).toMatchObject({ isEnabled: false })
})
