// `node build/scripts/peers.mjs`: obtains the stock restic and rclone our tests compare with and speak to, and prints their paths.
import { ensurePeers, PEERS, peerPath } from './setup/peers.mjs'

const failed = await ensurePeers()
for (const { peer, reason } of failed)
  process.stderr.write(`${peer.name} could not be had: ${reason}\nSet ${peer.variable} to a program of that version.\n`)
for (const peer of PEERS) if (!failed.some((f) => f.peer === peer)) process.stdout.write(`${peerPath(peer)}\n`)
process.exitCode = failed.length > 0 ? 1 : 0
