// The engine's threads. Each is started by its file name, from the folder of whoever starts it, and is a bundle of its own.
// A build that forgets one fails only where the thread is needed, so all builds take this list.
export const THREADS = {
  'dump-worker': 'electron/engine/connectors/sqlite/dump-worker.ts',
  'peek-worker': 'electron/engine/connectors/sqlite/peek-worker.ts',
  'walk-thread': 'electron/engine/sources/walk-thread.ts',
  'restore-writer': 'electron/engine/restore/writer/restore-writer.ts',
  'vault-worker': 'electron/engine/vault/workers/vault-worker.ts',
}

/** Native parts that ssh2 would use if they were there. We leave them out, and it asks for them within `try`. */
export const DONE_WITHOUT = ['cpu-features', /\/sshcrypto\.node$/]
