import type { MachineState } from '#shared/domain/index.ts'
import type { Gauge } from './gauge.ts'

/** No system tells of these by itself; a battery loses a few percent in this time. */
const ASK_EVERY_MS = 10 * 60_000

export type Machine = {
  /** Told what is known now, and every change of it. */
  onMachine(listener: (state: MachineState) => void): void
  /** Something happened: look again. */
  readonly askNow: () => void
}

/** Asks a gauge now and then, and at once when asked to. What runs on the mains has no battery to ask for. */
export function keepAsking(gauge: Gauge, isOnBattery: () => boolean, everyMs: number = ASK_EVERY_MS): Machine {
  const listeners = new Set<(state: MachineState) => void>()
  let state: MachineState = powered(isOnBattery(), null, false)
  let asked = 0
  const learn = (next: MachineState) => {
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    for (const listener of listeners) listener(state)
  }
  const ask = async (turn: number) => {
    const wasOnBattery = isOnBattery()
    // Told before the slower answers come: the plug was pulled.
    learn(powered(wasOnBattery, wasOnBattery ? state.batteryPercent : null, state.isMetered))
    const [percent, isMetered] = await Promise.all([
      wasOnBattery ? gauge.batteryPercent().catch(() => null) : null,
      gauge.isMetered().catch(() => false),
    ])
    if (turn === asked) learn(powered(wasOnBattery, percent, isMetered))
  }
  const askNow = () => {
    asked += 1
    void ask(asked)
  }
  askNow()
  setInterval(askNow, everyMs).unref()
  return {
    onMachine: (listener) => {
      listeners.add(listener)
      listener(state)
    },
    askNow,
  }
}

const powered = (isOnBattery: boolean, batteryPercent: number | null, isMetered: boolean): MachineState => ({
  power: isOnBattery ? 'battery' : 'mains',
  batteryPercent,
  isMetered,
})
