import { z } from 'zod'
import {
  jobIdSchema,
  networkPolicySchema,
  placeSchema,
  placeTestEventSchema,
  replicaIdSchema,
} from '../domain/index.ts'
import { call, feed, whole } from '../wire/index.ts'

const nothing = z.object({})
/** A private key is a page of text. */
const secret = z.string().min(1).max(16_384)
const network = whole(networkPolicySchema)

export const placeCalls = {
  /**
   * Makes one more place on a network keep everything, and starts to bring it up to date. The `secretRef` of what is given counts for
   * nothing. Throws DEST_…, KEY_103, VAULT_102 where other things lie, VAULT_108 for a vault of somebody else; nothing is changed then.
   */
  addPlace: call(
    z.object({
      place: placeSchema,
      secret: secret.optional(),
      name: z.string().trim().min(1).max(60).optional(),
      outside: z.boolean().optional(),
    }),
    z.object({ replicaId: replicaIdSchema, jobId: jobIdSchema }),
  ),
  /** Does not use a place any more; nothing is deleted there. Throws VAULT_113, SET_105 for the only one. */
  removePlace: call(z.object({ replicaId: replicaIdSchema }), nothing),
  /** What the clinic calls a place, and whether it stands outside. Throws VAULT_113. */
  describePlace: call(
    z.object({ replicaId: replicaIdSchema, name: z.string().trim().max(60), outside: z.boolean() }),
    nothing,
  ),
  /** In which order copies look for a place; the other places follow. Throws VAULT_113 for one that is none, or a disk of the month. */
  orderPlaces: call(z.object({ replicaIds: z.array(replicaIdSchema).min(1).max(200) }), nothing),
  /** Another password or key, tried first: throws DEST_…, DEST_111 and keeps the old one when it does not open the place. */
  placeSecretChanged: call(z.object({ replicaId: replicaIdSchema, secret }), nothing),
  /** Mends what is damaged in one place from the others. Throws JOB_101, VAULT_113, also where there is no other. */
  healReplica: call(z.object({ replicaId: replicaIdSchema }), z.object({ jobId: jobIdSchema })),
  /** Prolongs what is protected against erasing, and tries whether it is. Throws JOB_101, VAULT_113 for a place without such protection. */
  protectNow: call(z.object({ replicaId: replicaIdSchema }), z.object({ jobId: jobIdSchema })),
  /** The key a server shows, as OpenSSH prints it, before anything secret is typed. Throws DEST_101, DEST_108. */
  readHostKey: call(
    z.object({ host: z.string().min(1).max(500), port: z.int().min(1).max(65_535) }),
    z.object({ fingerprint: z.string(), type: z.string() }),
  ),
  /** The mark of a server's certificate, and whether the usual authorities vouch for it. Throws DEST_101, DEST_106, DEST_108. */
  readCertificate: call(
    z.object({ url: z.url({ protocol: /^https$/ }).max(500) }),
    z.object({ sha256: z.string(), isTrusted: z.boolean() }),
  ),
  /**
   * "Testar este lugar": its speed, one thing after another, and in the end how it was left. Stopping to listen stops the test.
   * Without a secret the keychain's is used. No file of a vault is touched.
   */
  testPlace: feed(z.object({ place: placeSchema, secret: secret.optional() }), placeTestEventSchema),
  /** How much of the line copies may take, and what they go through. */
  networkPolicy: call(nothing, network),
  setNetworkPolicy: call(network, network),
}
