import type { Connector } from './connector.ts'
import { sqliteConnector } from './sqlite/index.ts'

/** Every kind of live database we can copy. A new kind is one folder and one line here. */
export const connectors: Readonly<Record<Connector['kind'], Connector>> = { sqlite: sqliteConnector }
