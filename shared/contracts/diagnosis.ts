import { z } from 'zod'
import { diagnosisBodySchema, diagnosisPartSchema, diagnosisSchema } from '../diagnosis/index.ts'
import { call } from '../wire/index.ts'

const nothing = z.object({})
const language = z.enum(['pt-BR', 'en'])

const packetId = z.uuid()
const without = z.array(diagnosisPartSchema)

export const diagnosisCalls = {
  /** Puts together what a technician needs; `shell` is what main knows. Nothing leaves. The engine keeps the newest packets for a while. */
  makeDiagnosis: call(
    z.object({ language, shell: z.array(diagnosisBodySchema).max(4) }),
    z.object({ packetId, diagnosis: diagnosisSchema }),
  ),
  /** Where e-mail to the technician would go; nowhere while no mail server or no address is written down. */
  technicianAddress: call(nothing, z.object({ to: z.array(z.string()) })),
  /** Main wrote a packet where the person chose: for the register. */
  diagnosisSaved: call(z.object({ packetId, without }), nothing),
  /**
   * Sends a packet to the technician's addresses, attached as one text; `sha256` is of its bytes. Throws NOTE_101 to NOTE_103, NOTE_105,
   * and IPC_002 for a packet that is not kept any more.
   */
  sendDiagnosis: call(
    z.object({ packetId, without }),
    z.object({ to: z.array(z.string()), bytes: z.number().int(), sha256: z.string() }),
  ),
  /** What of this clinic a sign in a packet stands for. Nothing where it is none of ours, or the vault was not open yet. */
  whatIsSign: call(
    z.object({ sign: z.string().max(20) }),
    z.object({ found: z.array(z.object({ what: z.enum(['source', 'place', 'disk', 'person']), name: z.string() })) }),
  ),
}
