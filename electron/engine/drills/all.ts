import type { DrillKind } from '#shared/domain/index.ts'
import type { Scenario } from './drill.ts'
import { burnedComputer } from './scenarios/burned-computer.ts'
import { corruptDatabase } from './scenarios/corrupt-database.ts'
import { noInternet } from './scenarios/no-internet.ts'
import { randomRecord } from './scenarios/random-record.ts'
import { ransomware } from './scenarios/ransomware.ts'
import { technicianAway } from './scenarios/technician-away.ts'
import { theft } from './scenarios/theft.ts'

/** Every guided drill. A new one is a file in `scenarios/`, a kind in shared/domain/drills.ts and a line here. */
export const scenarios: { readonly [K in DrillKind]: Scenario } = {
  'random-record': randomRecord,
  'burned-computer': burnedComputer,
  ransomware,
  theft,
  'no-internet': noInternet,
  'corrupt-database': corruptDatabase,
  'technician-away': technicianAway,
}
