import { type SwapTrio, swapFor } from '#engine/connectors/index.ts'

// Exchanges two databases in a process of its own, which a test kills: `node swap-postgres.ts TRIO`.
const trio = JSON.parse(process.argv[2] ?? '') as SwapTrio
await swapFor(trio.live).swap(trio, {
  secrets: { read: async () => process.env.MESTRE ?? null },
  temporaryFolder: process.env.PRIVADA ?? '',
})
