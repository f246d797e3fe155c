import { type EhrMap, ehrMapSchema } from '../map.ts'
import { hasColumn, type Schema, tableOf } from '../schema.ts'
import clinicaExemplo from './clinica-exemplo.json' with { type: 'json' }
import esusPec from './esus-pec.json' with { type: 'json' }
import openemr from './openemr.json' with { type: 'json' }
import openmrs from './openmrs.json' with { type: 'json' }

/** Programs somebody looked at, table by table. One more is one JSON file and its line here. */
export const curatedMaps: readonly EhrMap[] = [esusPec, openemr, openmrs, clinicaExemplo].map((map) =>
  ehrMapSchema.parse(map),
)

/** The first map whose marks a database all has. */
export const mapFor = (schema: Schema, maps: readonly EhrMap[]): EhrMap | undefined =>
  maps.find(
    ({ detect }) =>
      detect.tables.length + detect.columns.length > 0 &&
      detect.tables.every((name) => tableOf(schema, name) !== undefined) &&
      detect.columns.every((name) => {
        const dot = name.lastIndexOf('.')
        return hasColumn(tableOf(schema, name.slice(0, dot)), name.slice(dot + 1))
      }),
  )
