import { type Diagnosis, type DiagnosisPart, diagnosisName, diagnosisText } from '#shared/diagnosis/index.ts'
import { usePreferences, useServices } from '../../state/services.tsx'
import { useAnswer } from '../../state/use-answer.ts'

/** Whoever calls for help does not wait longer for an engine that may be what is broken. */
const PATIENCE_MS = 15_000

type Packet = {
  readonly diagnosis: Diagnosis
  /** Null where the engine did not answer: then it knows nothing of this packet. */
  readonly packetId: string | null
  /** Where it may be sent from here; null for who may not send. */
  readonly to: readonly string[] | null
}
export type Done =
  | { readonly kind: 'saved'; readonly path: string }
  | { readonly kind: 'sent'; readonly to: string; readonly bytes: number }

/** The packet as it would go: made once, read as often as wanted, saved or sent as it is read. */
export function usePacket() {
  const { engine, shell } = useServices()
  const { language } = usePreferences()
  const { answer } = useAnswer(async (): Promise<Packet> => {
    const { parts } = await shell.diagnosis({})
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS)
    try {
      const [made, address] = await Promise.all([
        engine.makeDiagnosis({ language, shell: parts }, stop.signal),
        engine.technicianAddress({}, stop.signal).catch(() => null),
      ])
      return { ...made, to: address?.to ?? null }
    } catch {
      return { diagnosis: { madeAtMs: Date.now(), signs: 'none', parts }, packetId: null, to: null }
    } finally {
      clearTimeout(timer)
    }
  })
  const textOf = ({ diagnosis }: Packet, without: readonly DiagnosisPart[]) =>
    diagnosisText(diagnosis, without, language)
  return {
    answer,
    textOf,
    /** Null when the person closed the system's dialog. */
    async save(packet: Packet, without: readonly DiagnosisPart[]): Promise<Done | null> {
      const { saved } = await shell.saveDiagnosis({
        name: diagnosisName(packet.diagnosis),
        text: textOf(packet, without),
      })
      if (saved === null) return null
      // It is saved, whoever writes that down.
      if (packet.packetId !== null)
        await engine.diagnosisSaved({ packetId: packet.packetId, without: [...without] }).catch(() => undefined)
      return { kind: 'saved', path: `${saved.folder}/${saved.name}` }
    },
    async send(packetId: string, without: readonly DiagnosisPart[]): Promise<Done> {
      const { to, bytes } = await engine.sendDiagnosis({ packetId, without: [...without] })
      return { kind: 'sent', to: to.join(', '), bytes }
    },
  }
}
