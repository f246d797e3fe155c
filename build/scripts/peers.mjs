// `node build/scripts/peers.mjs`: obtains the stock restic and rclone our tests compare with and speak to, and prints their paths; and the
// spell checker.
import { ensurePeers, PEERS, peerPath } from './setup/peers.mjs'
import { ensureSpelling } from './setup/spelling.mjs'

const failed = await ensurePeers()
for (const { peer, reason } of failed)
  process.stderr.write(`${peer.name} could not be had: ${reason}\nSet ${peer.variable} to a program of that version.\n`)
for (const peer of PEERS) if (!failed.some((f) => f.peer === peer)) process.stdout.write(`${peerPath(peer)}\n`)
const noSpelling = await ensureSpelling()
if (noSpelling) process.stderr.write(`the spell checker could not be had: ${noSpelling}\n`)
process.exitCode = failed.length > 0 || noSpelling ? 1 : 0
