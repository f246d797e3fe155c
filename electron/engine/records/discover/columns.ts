import type { EhrMap, FhirKind, Section } from '../map.ts'
import type { Schema, Table } from '../schema.ts'
import { isBlobType, isGeneric, isMention, isTextType, plainName, pointsTo, stems, TRAITS } from './names.ts'
import type { Sampler } from './sample.ts'
import { titleOf } from './words.ts'

const FILE_NAME =
  /(^|_)(url|path|caminho|arquivo|file|filename|file_?name|imagem|foto|image|anexo|docname|dicom|ext_ref|laudo_arq)($|_)|path$|file(_?name)?$/
const FILE_VALUE = /\.(jpe?g|png|gif|bmp|tiff?|pdf|dcm|docx?|odt|rtf|txt|mp4|heic|webp)$/i
const MIME_NAME = /(^|_)(mime|mime_?type|content_?type|mimetype|tipo_mime|formato)($|_)/
const DATE_NAME =
  /^(data|dt|dta|dh|date|inicio|start|when|quando|dia)(_|$)|(_|^)(data|date|datetime|em|at|inicio|start|time|dt)$|assinado|realizad|emitid/
const BOOKKEEPING = /(cria|creat|cadastr|updat|alter|atualiz|modif|delet|exclu|import|sync|insert)/
const DATE_VALUE = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}|$)|^\d{2}\/\d{2}\/\d{4}/
const TEXT_NAME =
  /(^|_)(texto|text|evolucao|descricao|description|queixa|historico|anamnese|conduta|observacao|observacoes|obs|note|notes|nota|narrative|comment|comments|comentario|resultado|result|laudo|report|diagnostico|diagnosis|medicamento|drug|posologia|dosage|titulo|title|assunto|motivo|reason|procedimento|procedure|plano|plan|subjective|objective|assessment|mensagem|conteudo|content|body|resumo|summary)($|_)/
const DELETED = /(^|_)(excluido|deletado|deleted|removed|voided|cancelado|inativo|is_deleted)($|_)/

/** Most specific first. */
const KINDS: readonly (readonly [RegExp, FhirKind])[] = [
  [/alerg|allerg/, 'AllergyIntolerance'],
  [/vacin|immuniz|vaccin/, 'Immunization'],
  [/prescri|receita|medicac|medicam|drug|medication/, 'MedicationRequest'],
  [/anexo|document|arquivo|imagem|image|foto|photo|attach|dicom|laudo_arq/, 'DocumentReference'],
  [/agenda|appointment|marcac|schedule/, 'Appointment'],
  [/evolu|anamnes|note|anotac|progress|narrative|soap|impress/, 'ClinicalImpression'],
  [/exame|result|observ|lab|medic(ao|oes)|sinais|vital|(^|_)obs($|_)/, 'Observation'],
  [/problem|diagnos|condition|doenca|comorbid|(^|_)cid/, 'Condition'],
  [/procedimento|procedure|cirurg|surg|tratament/, 'Procedure'],
  [/atendim|encounter|consult|visit|intern/, 'Encounter'],
]
export const fhirKindOf = (table: string): FhirKind =>
  KINDS.find(([name]) => name.test(plainName(table)))?.[1] ?? 'Basic'

/** What a section shows of its table, and how. */
export function describeSection(
  schema: Schema,
  table: Table,
  sampler: Sampler,
  covered: ReadonlySet<string>,
): Omit<Section, 'links'> {
  const names = table.columns.map(({ name }) => name)
  const date = dateColumn(table, sampler)
  const text = names.filter((name) => TEXT_NAME.test(plainName(name)) && !isKeyLike(name))
  const files = filesOf(table, sampler)
  const lookups = lookupsOf(schema, table, sampler, covered)
  const deleted = table.columns.find(({ name, type }) => DELETED.test(plainName(name)) && /int|bool|bit/i.test(type))
  return {
    table: table.name,
    title: titleOf(table.name),
    ...(date === undefined ? {} : { date }),
    ...(text.length === 0 ? {} : { text: text.slice(0, 6) }),
    labels: Object.fromEntries(names.map((name) => [name, titleOf(name)])),
    ...(lookups.length === 0 ? {} : { lookups }),
    ...(files.length === 0 ? {} : { files }),
    ...(deleted ? { deleted: { [deleted.name]: /bool/i.test(deleted.type) ? 't' : 1 } } : {}),
    fhir: fhirKindOf(table.name),
  }
}

const isKeyLike = (name: string): boolean =>
  /(^|_)(id|cod|codigo|fk|key)$|^(id|cod|fk|sq|seq|dt|dh|nr|nu|cd|co)_/.test(plainName(name))

function dateColumn(table: Table, sampler: Sampler): string | undefined {
  const isDate = ({ name, type }: Table['columns'][number]) =>
    /date|time/i.test(type) ||
    (isTextType(type) &&
      DATE_NAME.test(plainName(name)) &&
      (sampler.texts(table.name, name)[0] === undefined ||
        sampler.texts(table.name, name).every((text) => DATE_VALUE.test(text))))
  const dates = table.columns.filter(isDate).map(({ name }) => name)
  return (
    dates.find((name) => DATE_NAME.test(plainName(name)) && !BOOKKEEPING.test(plainName(name))) ??
    dates.find((name) => !BOOKKEEPING.test(plainName(name))) ??
    dates[0]
  )
}

type FileColumn = NonNullable<Section['files']>[number]

export function filesOf(table: Table, sampler: Sampler): NonNullable<Section['files']> {
  const mime = table.columns.find(({ name }) => MIME_NAME.test(plainName(name)))?.name
  return table.columns.flatMap<FileColumn>(({ name, type }) => {
    if (isBlobType(type)) return [{ column: name, kind: 'blob' as const, ...(mime ? { mime } : {}) }]
    if (!isTextType(type)) return []
    const values = sampler.texts(table.name, name)
    const isFile =
      values.length === 0
        ? FILE_NAME.test(plainName(name))
        : values.filter((value) => FILE_VALUE.test(value)).length / values.length >= 0.5
    return isFile ? [{ column: name, kind: 'path' as const, ...(mime ? { mime } : {}) }] : []
  })
}

function lookupsOf(
  schema: Schema,
  table: Table,
  sampler: Sampler,
  covered: ReadonlySet<string>,
): NonNullable<Section['lookups']> {
  const declared = schema.foreignKeys.filter(
    (key) => key.table === table.name && key.columns.length === 1 && !covered.has(key.to),
  )
  const found = new Map<string, NonNullable<Section['lookups']>[number]>()
  const add = (column: string, to: Table, key: string) => {
    const show = to.columns.find((other) => isShown(other.name) && isTextType(other.type))
    if (show && !found.has(column)) found.set(column, { column, table: to.name, key, show: show.name })
  }
  for (const key of declared) {
    const to = schema.tables.find(({ name }) => name === key.to)
    if (to && key.columns[0] !== undefined && key.toColumns[0] !== undefined) add(key.columns[0], to, key.toColumns[0])
  }
  for (const { name } of table.columns)
    for (const to of schema.tables) {
      const [key] = to.primaryKey
      if (
        found.has(name) ||
        to.name === table.name ||
        covered.has(to.name) ||
        key === undefined ||
        to.primaryKey.length !== 1
      )
        continue
      const isNamed = pointsTo(name, stems(to.name)) || (!isGeneric(key) && plainName(key) === plainName(name))
      if (isNamed && (sampler.share(table.name, [name], to.name, [key]) ?? 0) >= 0.95) add(name, to, key)
    }
  return [...found.values()]
}
const isShown = (name: string): boolean =>
  /^(nome|name|no|nm|descricao|description|ds|titulo|title|nome_completo|full_name|razao_social|sigla)(_|$)/.test(
    plainName(name),
  )

/** Which columns of the patient's table say who it is. */
export function describePatient(
  table: Table,
  sampler: Sampler,
): Pick<EhrMap['patient'], 'cpf' | 'birth' | 'sex' | 'search' | 'labels'> & { readonly name: readonly string[] } {
  const columns = table.columns.filter(({ name }) => !isMention(name))
  const first = (rule: RegExp) => columns.find(({ name }) => rule.test(plainName(name)))?.name
  const cpfs = columns.filter(
    ({ name, type }) => /cpf/.test(plainName(name)) || isTextType(type) || /int|numeric/i.test(type),
  )
  const proven = cpfs
    .map(({ name }) => ({ name, share: sampler.cpfShare(table.name, name) }))
    .toSorted((a, b) => b.share - a.share)[0]
  const cpf = first(/(^|_)cpf(_|$)/) ?? (proven && proven.share >= 0.9 ? proven.name : first(TRAITS.cpf))
  const birth = first(TRAITS.birth)
  const sex = first(TRAITS.sex)
  const search = columns
    .filter(({ name }) =>
      /(fone|phone|celular|mobile|whatsapp|(^|_)(codigo|prontuario|matricula|mrn|carteira|cns|email|record_no|pubpid)($|_))/.test(
        plainName(name),
      ),
    )
    .map(({ name }) => name)
  return {
    name: nameColumns(columns.map(({ name }) => name)),
    ...(cpf === undefined ? {} : { cpf }),
    ...(birth === undefined ? {} : { birth }),
    ...(sex === undefined ? {} : { sex }),
    ...(search.length === 0 ? {} : { search: search.slice(0, 6) }),
    labels: Object.fromEntries(table.columns.map(({ name }) => [name, titleOf(name)])),
  }
}

const WHOLE =
  /^(nome|name|nome_completo|full_?name|no_cidadao|nm_paciente|nome_paciente|nm_pac|patient_name|paciente|nome_pac|no_paciente|nome_cliente|nome_pessoa)$/
export function nameColumns(columns: readonly string[]): readonly string[] {
  const usable = columns.filter(
    (name) =>
      TRAITS.name.test(plainName(name)) &&
      !isMention(name) &&
      !/(social|user|file|arquivo|apelido|nick|prefer|contact|contato|emergenc)/.test(plainName(name)),
  )
  const find = (rule: RegExp) => usable.find((name) => rule.test(plainName(name)))
  const given = find(/(^|_)(fname|first_?names?|given_?name|firstname|primeiro_nome|prenome|nm_primeiro)(_|$)/)
  const middle = find(/(^|_)(mname|middle_?name|nome_meio)(_|$)/)
  const family = columns.find((name) =>
    /(^|_)(lname|last_?names?|family_?name|sobrenome|surname|ultimo_nome)(_|$)/.test(plainName(name)),
  )
  if (given !== undefined && family !== undefined) return [given, ...(middle === undefined ? [] : [middle]), family]
  const whole = find(WHOLE) ?? usable[0]
  if (whole === undefined) return []
  return family !== undefined && family !== whole ? [whole, family] : [whole]
}
