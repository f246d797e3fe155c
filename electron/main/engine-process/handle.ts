import type { MessagePortMain } from 'electron'
import type { EngineRole } from '#shared/wire/index.ts'

/** One running process of the engine, however it was started. */
export type EngineHandle = {
  /** Gives the engine a port; where ports cannot be handed over, they are relayed. */
  openPort(role: EngineRole, port: MessagePortMain): void
  askToStop(): void
  kill(): void
  onReady(listener: () => void): void
  /** Told once; null where the process never started or a signal ended it. */
  onExit(listener: (exitCode: number | null) => void): void
}

export type EngineStart = {
  readonly entry: string
  readonly env: Record<string, string>
  /** Takes what the engine writes to its standard error. */
  readonly onErrorOutput: (text: string) => void
}
