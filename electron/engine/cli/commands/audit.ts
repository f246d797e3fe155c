import { stat } from 'node:fs/promises'
import path from 'node:path'
import { AUDIT_FILE, HEAD_FILE, HeadFile, headsIn, rowOf, Store, verify, writePapers } from '#engine/audit/index.ts'
import { silentLog } from '#engine/kernel/index.ts'
import { type Settings, settingsFile } from '#engine/settings/index.ts'
import { derivedKey } from '#engine/vault/index.ts'
import type { AuditFinding, AuditHead, AuditRow } from '#shared/domain/index.ts'
import { fail } from '#shared/errors/index.ts'
import { formatCount } from '#shared/units/index.ts'
import type { Command, Context, Outcome } from '../context.ts'
import { dataFolder } from '../data-folder.ts'
import { VERSION } from '../version.ts'

/** Looks through the register of what was done, or writes it out. Nothing of it is changed. */
export const audit: Command = async (context) => {
  const action = context.word(0, 'verify|export')
  if (action === 'verify') return verifyRegister(context)
  if (action === 'export') return exportRegister(context)
  return fail('APP_002', { detail: action })
}

async function verifyRegister(context: Context): Promise<Outcome> {
  const { output, language, signal } = context
  const folder = dataFolder(context)
  const headFile = await HeadFile.open(path.join(folder, HEAD_FILE), silentLog)
  const known = await knownByVault(context, folder)
  // A register that is gone is what is looked for: it is told, not failed at.
  const store = await lookAt(folder)
  const findings: AuditFinding[] = []
  const anchors = [...(headFile.head ? [headFile.head] : []), ...(known?.anchors ?? [])]
  let rows = 0
  let unsealed = 0
  try {
    if (store) {
      const found = await verify(store, { anchors, sealKey: known?.sealKey, signal })
      findings.push(...found.findings)
      ;({ rows, unsealed } = found)
    } else
      findings.push({
        what: 'segment-missing',
        segment: anchors[0]?.segment ?? '0'.repeat(16),
        number: anchors[0]?.number ?? 0,
      })
    const { head } = headFile
    const isGenuine = known && head && (headFile.isGenuine(known.sealKey) ?? !store?.isSealedBy(head))
    if (head && isGenuine === false) findings.push({ what: 'remade', segment: head.segment, number: head.number })
  } finally {
    store?.close()
  }
  const copies = known?.anchors.length ?? null
  if (output.isJson)
    output.json({
      message_type: 'summary',
      lines: rows,
      unsealed: known ? unsealed : null,
      heads_in_copies: copies,
      findings,
    })
  else
    for (const { what, segment, number } of findings)
      output.note(`audit-${what}`, { part: segment, line: formatCount(number, language) })
  if (findings.length > 0) {
    output.note('auditWrong')
    return 'problems'
  }
  output.say('auditGood', { lines: formatCount(rows, language) })
  if (known)
    output.say('auditSealed', {
      copies: formatCount(known.anchors.length, language),
      unsealed: formatCount(unsealed, language),
    })
  else output.say('auditNoVault')
  return 'done'
}

/** With the vault open, what its copies and its key know. Without one named, only what lies beside the register. */
async function knownByVault(
  context: Context,
  folder: string,
): Promise<{ readonly sealKey: Uint8Array; readonly anchors: readonly AuditHead[] } | undefined> {
  if (!context.isVaultNamed) return undefined
  const settings = await settingsIn(folder)
  return context.withVault(async (vault) => ({
    sealKey: derivedKey(vault, 'audit-seal'),
    anchors: settings ? headsIn(await vault.listSnapshots(), settings.planTag) : [],
  }))
}

async function exportRegister(context: Context): Promise<Outcome> {
  const { output, language, values, clock } = context
  const folder = dataFolder(context)
  const target = path.resolve(values.text('target') ?? fail('APP_002', { detail: '--target' }))
  const settings = await settingsIn(folder)
  const store = (await lookAt(folder)) ?? fail('APP_002', { detail: '--data' })
  const rows: AuditRow[] = []
  try {
    for (let place = Number.MIN_SAFE_INTEGER; ; ) {
      const page = store.after(place, 1000)
      rows.push(...page.flatMap((row) => rowOf(row) ?? []))
      const last = page.at(-1)
      if (!last) break
      place = last.place
    }
  } finally {
    store.close()
  }
  const clinic = {
    name: settings?.clinicName ?? '',
    cnpj: settings?.identity?.cnpj ?? null,
    cnes: settings?.identity?.cnes ?? null,
  }
  const stamp = { clinic, version: VERSION, madeAtMs: clock.nowMs(), language }
  await writePapers(target, rows, stamp)
  if (output.isJson) output.json({ message_type: 'summary', lines: rows.length })
  output.say('auditWritten', { lines: formatCount(rows.length, language), folder: target })
  return 'done'
}

/** Undefined where there is no register that opens. Throws APP_002 for a folder that is not there. */
async function lookAt(folder: string): Promise<Store | undefined> {
  if (!(await stat(folder).catch(() => undefined))?.isDirectory()) fail('APP_002', { detail: '--data' })
  try {
    return Store.look(path.join(folder, AUDIT_FILE))
  } catch {
    return undefined
  }
}

const settingsIn = (folder: string): Promise<Settings | undefined> =>
  settingsFile(path.join(folder, 'settings.json'))
    .load()
    .catch(() => undefined)
