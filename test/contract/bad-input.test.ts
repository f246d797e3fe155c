import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, lstat, mkdir, open, readdir, readFile, rm, statfs, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createClinicDatabase, OtherProgram } from '#engine/connectors/sqlite/test-support/other-program.ts'
import { makeKit } from '#engine/kit/index.ts'
import { file, folder, makeWorkshop, type Workshop } from '#engine/restore/test-support/workshop.ts'
import { coreOf } from '#engine/vault/core.ts'
import { seal } from '#engine/vault/crypto/seal.ts'
import { type Code, codes } from '#shared/errors/index.ts'
import { dictionaries } from '#shared/i18n/index.ts'
import { type CliOptions, type CliRun, runCli } from '../cli.ts'

const PASSWORD = 'chave da máquina'

/** A vault with one copy, a clinic's folder, and a command line pointed at them. */
async function makeCase() {
  const workshop = await makeWorkshop()
  const source = join(workshop.folder, 'clínica')
  await mkdir(join(source, 'fotos'), { recursive: true })
  await writeFile(join(source, 'prontuário.txt'), 'Conceição')
  await writeFile(join(source, 'fotos', 'antes.jpg'), 'x'.repeat(5000))
  const copy = await workshop.save([['carta.txt', file(randomBytes(20_000).toString('base64'))]])
  const cli = (args: readonly string[], options: CliOptions = {}) =>
    runCli([...args, '--vault', workshop.vaultFolder], { password: PASSWORD, ...options })
  return { ...workshop, source, copy, cli }
}
type Case = Awaited<ReturnType<typeof makeCase>>

/** Every name below a folder with its kind, mode and bytes. Locks come and go and are not part of it. */
async function stateOf(path: string): Promise<Record<string, string>> {
  const state: Record<string, string> = {}
  const visit = async (at: string, shown: string): Promise<void> => {
    const stats = await lstat(at)
    const content = stats.isFile()
      ? createHash('sha256')
          .update(await readFile(at))
          .digest('hex')
      : ''
    state[shown] = `${stats.mode.toString(8)} ${content}`
    if (!stats.isDirectory()) return
    for (const name of await readdir(at))
      if (shown !== '/HD externo/locks') await visit(join(at, name), `${shown}/${name}`)
  }
  await visit(path, '')
  return state
}

/** The start of a sentence, before anything that is filled in. */
const sentenceOf = (code: Code) => dictionaries['pt-BR'].errors[code].safe.split('{{')[0] ?? ''

/** The coded sentence in Portuguese, the exit code of the table, and nothing on standard output. */
function expectRefusal(run: CliRun, code: Code): void {
  expect(run.stderr).toContain(sentenceOf(code))
  expect(run.stderr).toContain(dictionaries['pt-BR'].errors[code].todo.split('{{')[0])
  expect(run.stderr).toContain(code)
  expect(run.exitCode).toBe(codes[code].exitCode)
  expect(run.stdout).toBe('')
}

/** Refused with this code, and not a byte below the case's folder is different afterwards. */
async function expectNothingChanged({ folder }: Workshop, act: () => Promise<CliRun>, code: Code): Promise<void> {
  const before = await stateOf(folder)
  expectRefusal(await act(), code)
  expect(await stateOf(folder)).toEqual(before)
}

describe('a way in that does not fit', () => {
  it.each([
    ['backup', (c: Case) => ['backup', c.source]],
    ['restore', (c: Case) => ['restore', 'latest', '--target', c.target]],
    ['check', () => ['check', '--read-data']],
    ['key add', (c: Case) => ['key', 'add', '--new-password-file', join(c.source, 'prontuário.txt')]],
  ])('a wrong password is KEY_101 and exit code 12: %s', async (_name, args) => {
    const made = await makeCase()
    await expectNothingChanged(made, () => made.cli(args(made), { password: 'outra' }), 'KEY_101')
  })

  it('the words of another kit are KEY_101', async () => {
    const made = await makeCase()
    await expectNothingChanged(made, () => made.cli(['snapshots'], { password: makeKit().password }), 'KEY_101')
  })

  it('a junk key file is passed over when a key opens, and is VAULT_104 when none does', async () => {
    const made = await makeCase()
    const junk = Buffer.from('{"created":"ontem"}')
    await writeFile(join(made.vaultFolder, 'keys', createHash('sha256').update(junk).digest('hex')), junk)
    expect((await made.cli(['snapshots'])).exitCode).toBe(0)
    await expectNothingChanged(made, () => made.cli(['snapshots'], { password: 'outra' }), 'VAULT_104')
  })

  it('an empty password is never set', async () => {
    const made = await makeCase()
    const empty = join(made.folder, 'vazia.txt')
    await writeFile(empty, ' \n')
    await expectNothingChanged(made, () => made.cli(['key', 'add', '--new-password-file', empty]), 'KEY_106')
  })
})

describe('a place that is no usable vault', () => {
  it('an empty folder is VAULT_101, a folder of other things VAULT_102, both exit code 10', async () => {
    const made = await makeCase()
    const empty = join(made.folder, 'pen drive')
    await mkdir(empty)
    const at = (vault: string) => runCli(['snapshots', '--vault', vault], { password: PASSWORD })
    await expectNothingChanged(made, () => at(empty), 'VAULT_101')
    await expectNothingChanged(made, () => at(made.source), 'VAULT_102')
    await expectNothingChanged(
      made,
      () => runCli(['backup', made.source, '-r', made.source], { password: PASSWORD }),
      'VAULT_102',
    )
  })

  it('a disk that is not there is told as such, and nothing is made in its place', async () => {
    const made = await makeCase()
    const gone = join(made.folder, 'desligado', 'cofre')
    await expectNothingChanged(
      made,
      () => runCli(['backup', made.source, '-r', gone], { password: PASSWORD }),
      'DEST_101',
    )
    await expectNothingChanged(made, () => runCli(['init', '-r', gone], { password: PASSWORD }), 'DEST_101')
  })

  it('a vault is never made over another', async () => {
    const made = await makeCase()
    await expectNothingChanged(made, () => made.cli(['init']), 'VAULT_108')
  })

  it('a vault of a future version is VAULT_103', async () => {
    const made = await makeCase()
    const config = join(made.vaultFolder, 'config')
    await chmod(config, 0o600)
    const plain = Buffer.from('{"version":3,"id":"x","chunker_polynomial":"0"}')
    await writeFile(config, seal(coreOf(made.vault).masterKey, Buffer.alloc(16, 7), plain))
    await expectNothingChanged(made, () => made.cli(['backup', made.source]), 'VAULT_103')
    expect((await made.cli(['snapshots'])).stderr).toContain('3')
  })

  it('a damaged config is VAULT_107', async () => {
    const made = await makeCase()
    const config = join(made.vaultFolder, 'config')
    await chmod(config, 0o600)
    await truncate(config, 40)
    await expectNothingChanged(made, () => made.cli(['backup', made.source]), 'VAULT_107')
  })

  it('a vault somebody else is cleaning is VAULT_106 and exit code 11', async () => {
    const made = await makeCase()
    const lock = await made.vault.lock('exclusive')
    onTestFinished(() => lock.release())
    await expectNothingChanged(made, () => made.cli(['backup', made.source]), 'VAULT_106')
  })

  it('a truncated pack is found by check and left out of a recovery, which brings the rest', async () => {
    const made = await makeCase()
    const whole = await made.save([['inteira.txt', file('outra coisa')]])
    const pack = await biggestPack(made.vaultFolder)
    await chmod(pack, 0o600)
    await truncate(pack, 20)
    const before = await stateOf(made.vaultFolder)
    const check = await made.cli(['check'])
    expect(check.exitCode).toBe(1)
    expect(check.stderr).toContain('VAULT_105')
    const restore = await made.cli(['restore', made.copy.id, '--target', made.target])
    expect(restore.exitCode).not.toBe(0)
    expect(restore.stderr).toContain('VAULT_105')
    expect(await readdir(made.target)).toEqual([])
    const other = await made.cli(['restore', whole.id, '--target', made.target])
    expect(other.exitCode).toBe(0)
    expect(await readdir(made.target)).toEqual(['inteira.txt'])
    expect(await stateOf(made.vaultFolder)).toEqual(before)
  })

  it('a copy that is not there is VAULT_109, a document that is not in it VAULT_111', async () => {
    const made = await makeCase()
    await expectNothingChanged(made, () => made.cli(['restore', 'abcdef12', '--target', made.target]), 'VAULT_109')
    const args = ['restore', 'latest', '--target', made.target, '--include', '/nunca.txt']
    await expectNothingChanged(made, () => made.cli(args), 'VAULT_111')
  })
})

/** The pack with the content of the first copy: by far the biggest. */
async function biggestPack(vaultFolder: string): Promise<string> {
  const entries = await readdir(join(vaultFolder, 'data'), { recursive: true, withFileTypes: true })
  const packs = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const sizes = await Promise.all(packs.map(async (pack) => ({ pack, bytes: (await lstat(pack)).size })))
  return sizes.toSorted((a, b) => b.bytes - a.bytes)[0]?.pack ?? ''
}

describe('a source that cannot be copied', () => {
  it('that vanished is SRC_101, and the earlier copies stay', async () => {
    const made = await makeCase()
    await rm(made.source, { recursive: true })
    await expectNothingChanged(made, () => made.cli(['backup', made.source]), 'SRC_101')
  })

  it('one unreadable file is named, the rest is copied, exit code 3', async () => {
    const made = await makeCase()
    await chmod(join(made.source, 'prontuário.txt'), 0)
    const asOther = process.getuid?.() === 0 ? await giveAway(made) : {}
    const run = await made.cli(['backup', made.source], asOther)
    expect(run.exitCode).toBe(3)
    expect(run.stderr).toContain('SRC_102')
    expect(run.stderr).toContain('prontuário.txt')
    expect((await made.cli(['ls', 'latest'])).stdout).toContain('antes.jpg')
    expect((await made.cli(['ls', 'latest'])).stdout).not.toContain('prontuário.txt')
  })

  it('one that never holds still is left out and named, exit code 3', async () => {
    const made = await makeCase()
    const path = join(made.source, 'em uso.dat')
    await writeFile(path, Buffer.alloc(4_000_000, 1))
    const handle = await open(path, 'r+')
    let isOver = false
    const writer = (async () => {
      for (let turn = 0; !isOver; turn++) await handle.write(Buffer.from([turn & 255]), 0, 1, (turn * 997) % 4_000_000)
    })()
    const run = await made.cli(['backup', made.source])
    isOver = true
    await writer
    await handle.close()
    expect(run.exitCode).toBe(3)
    expect(run.stderr).toContain('SRC_103')
    const listed = (await made.cli(['ls', 'latest'])).stdout
    expect(listed).toContain('prontuário.txt')
    expect(listed).not.toContain('em uso.dat')
  })

  it.each([
    ['busy', 'DB_101'],
    ['damaged', 'DB_102'],
    ['encrypted', 'DB_103'],
    ['missing', 'DB_105'],
  ] as const)('a database that is %s is %s, and its earlier copies stay', async (trouble, code) => {
    const made = await makeCase()
    const path = join(made.source, 'sistema.db')
    createClinicDatabase(path, 'delete', 200)
    expect((await made.cli(['backup', `sqlite:${path}`])).exitCode).toBe(0)
    if (trouble === 'busy') {
      const other = OtherProgram.start(path)
      onTestFinished(() => other[Symbol.asyncDispose]())
      await other.ask('lock')
    } else if (trouble === 'damaged') await truncate(path, 40_960)
    else if (trouble === 'encrypted') await writeFile(path, createHash('shake256', { outputLength: 65_536 }).digest())
    else await rm(path)
    const before = (await made.vault.listSnapshots()).length
    const state = await stateOf(made.folder)
    expectRefusal(await made.cli(['backup', `sqlite:${path}`]), code)
    expect(await stateOf(made.folder)).toEqual(state)
    const both = await made.cli(['backup', `sqlite:${path}`, join(made.source, 'fotos')])
    expect(both.exitCode).toBe(3)
    expect(both.stderr).toContain(code)
    expect(await made.vault.listSnapshots()).toHaveLength(before + 1)
    const restore = await made.cli(['restore', (await oldestDatabaseCopy(made)) ?? '', '--target', made.target])
    expect(restore.exitCode).toBe(0)
  })
})

const oldestDatabaseCopy = async ({ vault }: Workshop) =>
  (await vault.listSnapshots()).findLast(({ paths }) => paths.some((path) => path.endsWith('sistema.db')))?.id

/** Lets another user own the vault and the folders, but not the unreadable file. */
async function giveAway({ folder: place, vaultFolder }: Case): Promise<CliOptions> {
  await chmod(place, 0o755)
  execFileSync('chown', ['-R', '65534:65534', vaultFolder])
  return { user: 65_534 }
}

describe('a recovery that cannot be done as asked', () => {
  it.each([['..'], ['../fora.txt'], ['a/b'], ['.']])(
    'a name that would leave the target (%j) is left out, exit code 3',
    async (name) => {
      const made = await makeCase()
      const copy = await made.save([
        ['pasta', folder([name, file('mal')], ['boa.txt', file('bem')])],
        [name, file('mal')],
      ])
      const before = await stateOf(made.folder)
      const run = await made.cli(['restore', copy.id, '--target', made.target])
      expect(run.exitCode).toBe(3)
      expect(run.stderr).toContain('REST_101')
      expect(await readFile(join(made.target, 'pasta', 'boa.txt'), 'utf8')).toBe('bem')
      const after = await stateOf(made.folder)
      const target = '/Recuperados ção'
      expect(
        Object.keys(after)
          .filter((path) => !(path in before))
          .toSorted(),
      ).toEqual([`${target}/pasta`, `${target}/pasta/boa.txt`])
    },
  )

  it('a target without room is REST_102 before anything is written', async () => {
    const made = await makeCase()
    await made.vault.loadIndex()
    const chunk = Buffer.alloc(8 * 1024 ** 2)
    const { id } = await made.vault.saveBlob('data', chunk)
    const { bavail, bsize } = await statfs(made.target)
    const chunks = Math.ceil((bavail * bsize) / chunk.length) + 10
    const node = { content: Array.from({ length: chunks }, () => id), sizeBytes: BigInt(chunks) * BigInt(chunk.length) }
    const copy = await made.save([['enorme.raw', { kind: 'file', chunks: [], node }]])
    await expectNothingChanged(made, () => made.cli(['restore', copy.id, '--target', made.target]), 'REST_102')
  })

  it('a target inside the vault is REST_104', async () => {
    const made = await makeCase()
    const inside = join(made.vaultFolder, 'data', 'recuperados')
    await expectNothingChanged(made, () => made.cli(['restore', 'latest', '--target', inside]), 'REST_104')
  })

  it('a target that is a file is REST_103', async () => {
    const made = await makeCase()
    const path = join(made.source, 'prontuário.txt')
    await expectNothingChanged(made, () => made.cli(['restore', 'latest', '--target', path]), 'REST_103')
  })
})

describe('cleaning while an alarm has no answer', () => {
  it('shows why it would not be done, is RET_105 when it is asked for, and is done when copies are ordinary again', async () => {
    const made = await makeCase()
    const copy = async (text: string, ...tags: string[]) => {
      await writeFile(join(made.source, 'prontuário.txt'), text)
      const run = await made.cli(['backup', made.source, ...tags.flatMap((tag) => ['--tag', tag])])
      expect(run.exitCode).toBe(0)
    }
    const forget = ['forget', '--keep-daily', '1', '--tag', 'plano-1']
    const prune = ['prune', '--allow-more-than-half']
    const yes = ['--yes', '--people', 'Ana,Bia']
    for (const text of ['um', 'dois']) await copy(text, 'plano-1')
    await copy('ruído', 'plano-1', 'quarentena')
    for (const command of [forget, prune]) {
      const shown = await made.cli(command)
      expect(shown).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('brake-on') as unknown })
      const before = await stateOf(made.vaultFolder)
      const run = await made.cli([...command, ...yes])
      expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('RET_105') as unknown })
      expect(await stateOf(made.vaultFolder)).toEqual(before)
    }
    await copy('de novo', 'plano-1')
    for (const command of [forget, prune]) expect(await made.cli([...command, ...yes])).toMatchObject({ exitCode: 0 })
  })
})

describe('a command line that is wrong', () => {
  it.each([
    [['backup', '--nunca']],
    [['backup']],
    [['restore', 'latest']],
    [['key', 'explode']],
    [['snapshots', '--latest', 'muitas']],
    [['snapshots', '--read-data']],
    [['--lang', 'xx', 'snapshots']],
  ])('%j is APP_002 and does nothing', async (args) => {
    const made = await makeCase()
    await expectNothingChanged(made, () => made.cli(args), 'APP_002')
  })

  it('without a vault or a password is APP_002', async () => {
    const made = await makeCase()
    await expectNothingChanged(made, () => runCli(['snapshots'], { password: PASSWORD }), 'APP_002')
    await expectNothingChanged(made, () => runCli(['snapshots', '-r', made.vaultFolder]), 'APP_002')
  })

  it('says it as one JSON object with --json, and in English with --lang en', async () => {
    const made = await makeCase()
    const json = await made.cli(['snapshots', '--json'], { password: 'outra' })
    const { safe, todo } = dictionaries['pt-BR'].errors.KEY_101
    expect(JSON.parse(json.stderr)).toMatchObject({ code: 'KEY_101', safe, todo })
    const english = await made.cli(['snapshots', '--lang', 'en'], { password: 'outra' })
    expect(english.stderr).toContain(dictionaries.en.errors.KEY_101.safe)
  })
})
