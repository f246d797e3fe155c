import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { applyRestore } from './apply-restore.ts'
import { planRestore } from './plan-restore.ts'
import { file, folder, makeWorkshop, type Thing } from './test-support/workshop.ts'
import { applyUndo, planUndo } from './undo.ts'

const PROGRAM = join(import.meta.dirname, 'test-support', 'restore-until-killed.ts')
const FOLDERS = 8
const FILES = 30
/** Parts of the journal after which it is killed. */
const KILLED_AFTER = [0.1, 0.45]

const content = (at: number, name: number) => `${at}-${name} `.repeat(2000)
const things = Array.from({ length: FOLDERS }, (_, at) => {
  const files = Array.from({ length: FILES }, (_, name) => [`foto ${name}.jpg`, file(content(at, name))] as const)
  return [`Paciente ${at}`, folder(...files, ['laudos', folder()])] as const satisfies readonly [string, Thing]
})

/** Runs the recovery in a program of its own that is killed, without warning, once its journal has so many bytes. False when it ended first. */
async function killedAt(bytes: number, args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [PROGRAM, ...args, String(bytes)], { stdio: 'inherit' })
  const [exitCode] = await once(child, 'exit')
  return exitCode === null
}

async function filesUnder(target: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const entry of await readdir(target, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    found.set(path.slice(target.length + 1), entry.isFile() ? await readFile(path, 'utf8') : '/')
  }
  return found
}

it.each(['rename', 'set-aside'] as const)(
  'killed at any moment (%s) a recovery goes on to the same end, and still can be undone',
  async (onConflict) => {
    const { vault, vaultFolder, save, target, folder: place } = await makeWorkshop()
    const snapshot = await save(things)
    const journalFile = join(place, 'diário.jsonl')
    // What stands there before: one equal, one other, one that has nothing to do with it.
    await mkdir(join(target, 'Paciente 3'))
    await writeFile(join(target, 'Paciente 3', 'foto 1.jpg'), content(3, 1))
    await writeFile(join(target, 'Paciente 3', 'foto 2.jpg'), 'estragada')
    await writeFile(join(target, 'Paciente 3', 'minha.txt'), 'minha')
    const before = await filesUnder(target)

    let kills = 0
    const whole = FOLDERS * FILES * 400
    const points = KILLED_AFTER.map((part) => Math.round(part * whole))
    for (const point of points) if (await killedAt(point, [vaultFolder, target, journalFile, onConflict])) kills++
    const message = `killed at ${points.join(', ')} (${kills})`
    expect(kills, message).toBe(points.length)

    const request = { snapshot, include: [], targetFolder: target, layout: 'full-path', onConflict } as const
    const safekeeping = { journalFile, mark: 'morto', asideName: 'Guardado antes' }
    const outcome = await applyRestore(vault, await planRestore(vault, request), { safekeeping })
    expect(outcome, message).toMatchObject({ files: FOLDERS * FILES, skips: [] })
    const after = await filesUnder(target)
    const isRenamed = onConflict === 'rename'
    for (let at = 0; at < FOLDERS; at++)
      for (let name = 0; name < FILES; name++) {
        const isTaken = isRenamed && at === 3 && (name === 1 || name === 2)
        const path = `Paciente ${at}/foto ${name}${isTaken ? ' (2)' : ''}.jpg`
        expect(after.get(path) === content(at, name), `${path} ${message}`).toBe(true)
        after.delete(path)
      }
    const rest = [...after.keys()].filter((path) => !/^Paciente \d+(\/laudos)?$/.test(path)).toSorted()
    expect(rest, message).toEqual(
      isRenamed
        ? ['Paciente 3/foto 1.jpg', 'Paciente 3/foto 2.jpg', 'Paciente 3/minha.txt']
        : [
            'Guardado antes',
            'Guardado antes/Paciente 3',
            'Guardado antes/Paciente 3/foto 2.jpg',
            'Paciente 3/minha.txt',
          ],
    )

    const undone = await applyUndo(await planUndo(journalFile), journalFile, 'morto')
    expect(undone.left, message).toEqual([])
    expect(await filesUnder(target), message).toEqual(before)
  },
)
