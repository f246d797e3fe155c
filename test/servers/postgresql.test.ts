import { describeServer } from './contract.ts'
import { startPostgres } from './postgresql.ts'

describeServer('PostgreSQL', startPostgres)
