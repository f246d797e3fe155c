import { windowsPowerShell } from '#shared/domain/index.ts'
import { type AskProgram, askProgram, type Gauge, percentOf } from './gauge.ts'

const POWERSHELL = windowsPowerShell(process.env)
const BATTERY = '(Get-CimInstance -ClassName Win32_Battery | Measure-Object EstimatedChargeRemaining -Maximum).Maximum'
/** NetworkCostType of Windows.Networking.Connectivity: Unknown, Unrestricted, Fixed, Variable. */
const COST =
  '[void][Windows.Networking.Connectivity.NetworkInformation,Windows.Networking.Connectivity,ContentType=WindowsRuntime];' +
  '[Windows.Networking.Connectivity.NetworkInformation]::GetInternetConnectionProfile().GetConnectionCost().NetworkCostType'
const PAID_BY_VOLUME = ['Fixed', 'Variable']

/** Windows tells both to PowerShell only. */
export function windowsGauge(ask: AskProgram = askProgram): Gauge {
  const say = (command: string) => ask(POWERSHELL, ['-NoProfile', '-NonInteractive', '-Command', command])
  return {
    batteryPercent: async () => percentOf(await say(BATTERY)),
    isMetered: async () => PAID_BY_VOLUME.includes((await say(COST))?.trim() ?? ''),
  }
}
