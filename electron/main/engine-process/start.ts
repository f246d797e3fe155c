import path from 'node:path'
import { app } from 'electron'
import type { EngineHandle, EngineStart } from './handle.ts'
import { startFork } from './start-fork.ts'
import { startUtility } from './start-utility.ts'

/** The Node-API version that the engine's native modules are built for. */
const NEEDED_NODE_API = 10

/** Starts the engine the way this runtime can: inside Electron where its Node-API is new enough, else with the project's Node. */
export function startEngine(start: EngineStart): EngineHandle {
  return Number(process.versions.napi) >= NEEDED_NODE_API ? startUtility(start) : startFork(nodePath(), start)
}

function nodePath(): string {
  // SECURITY: which program runs the engine is not for an environment variable to say on a clinic's computer.
  if (app.isPackaged) return path.join(process.resourcesPath, 'node')
  return process.env.SALVAGUARDA_NODE ?? path.join(app.getAppPath(), '.cache', 'node', 'bin', 'node')
}
