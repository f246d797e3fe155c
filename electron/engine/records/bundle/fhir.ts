import { ownValue, type PatientCard } from '#shared/domain/index.ts'
import type { Extract } from '../extract.ts'
import type { FhirKind, Section } from '../map.ts'
import { digitsOf, type Row, textOf } from '../rows.ts'
import type { FoundFile } from './document.ts'
import { fhirMoment, isoDay } from './values.ts'

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined }
export type Resource = { readonly resourceType: string; readonly id: string; readonly [name: string]: Json | undefined }
export type Bundle = {
  readonly resourceType: 'Bundle'
  readonly type: 'collection'
  readonly timestamp: string
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[]
}

/** The CPF in Brazil's national health data network (RNDS); believed, not proven against a live one. */
const CPF_SYSTEM = 'http://rnds.saude.gov.br/fhir/r4/NamingSystem/cpf'

/** The record as a FHIR R4 collection (hl7.org/fhir/R4/bundle.html): each row one resource, with all its columns in its narrative. */
export function fhirBundle(
  extract: Extract,
  patient: PatientCard,
  files: readonly (FoundFile & { readonly path?: string | undefined })[],
  timestamp: string,
  uuid: () => string,
): Bundle {
  const subject = `urn:uuid:${uuid()}`
  const entry = [{ fullUrl: subject, resource: patientResource(patient, subject) }]
  extract.sections.forEach(({ section, rows }, at) => {
    rows.forEach((row, index) => {
      const fullUrl = `urn:uuid:${uuid()}`
      const attached = files.filter((file) => file.section === at && file.row === index)
      entry.push({ fullUrl, resource: resourceOf(section, row, fullUrl, subject, attached) })
    })
  })
  return { resourceType: 'Bundle', type: 'collection', timestamp, entry }
}

const idOf = (fullUrl: string): string => fullUrl.slice('urn:uuid:'.length)

function patientResource({ name, cpf, birth, sex }: PatientCard, fullUrl: string): Resource {
  const gender = /^f/i.test(sex) ? 'female' : /^m/i.test(sex) ? 'male' : 'unknown'
  const digits = digitsOf(cpf)
  return {
    resourceType: 'Patient',
    id: idOf(fullUrl),
    ...(digits.length === 11 ? { identifier: [{ system: CPF_SYSTEM, value: digits }] } : {}),
    name: [{ text: name === '' ? '?' : name }],
    gender,
    birthDate: isoDay(birth),
  }
}

type Attached = readonly (FoundFile & { readonly path?: string | undefined })[]

function resourceOf(section: Section, row: Row, fullUrl: string, patient: string, files: Attached): Resource {
  const kind = section.fhir ?? 'Basic'
  const subject = { reference: patient }
  const text = summaryOf(section, row)
  const at = section.date === undefined ? undefined : fhirMoment(row[section.date])
  return {
    resourceType: kind,
    id: idOf(fullUrl),
    text: narrative(section, row),
    ...bodyOf(kind, { section, subject, text, at, files }),
  }
}

type Body = {
  readonly section: Section
  readonly subject: { readonly reference: string }
  readonly text: string
  readonly at: string | undefined
  readonly files: Attached
}

/** What FHIR R4 requires of each kind, and what is known. States nobody told are said to be unknown. */
function bodyOf(kind: FhirKind, { section, subject, text, at, files }: Body): Record<string, Json | undefined> {
  const concept = { text }
  switch (kind) {
    case 'Encounter':
      return {
        status: 'finished',
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
        subject,
        ...(at === undefined ? {} : { period: { start: at } }),
        reasonCode: [concept],
      }
    case 'ClinicalImpression':
      return { status: 'completed', subject, effectiveDateTime: at, summary: text }
    case 'MedicationRequest':
      return { status: 'unknown', intent: 'order', medicationCodeableConcept: concept, subject, authoredOn: at }
    case 'Observation':
      return { status: 'unknown', code: { text: section.title }, subject, effectiveDateTime: at, valueString: text }
    case 'Condition':
      return { code: concept, subject, recordedDate: at }
    case 'AllergyIntolerance':
      return { code: concept, patient: subject, recordedDate: at }
    case 'Immunization':
      return {
        status: 'completed',
        vaccineCode: concept,
        patient: subject,
        ...(at === undefined ? { occurrenceString: '?' } : { occurrenceDateTime: at }),
      }
    case 'Procedure':
      return { status: 'unknown', code: concept, subject, performedDateTime: at }
    case 'Appointment': {
      const isInstant = at?.includes('T') === true
      return {
        status: 'booked',
        description: text,
        ...(isInstant ? { start: at, end: at } : {}),
        participant: [{ actor: subject, status: 'accepted' }],
      }
    }
    case 'DocumentReference': {
      const attachments = files.map(({ mime, path, original }) => ({
        attachment: {
          ...(mime === '' ? {} : { contentType: mime }),
          ...(path === undefined ? {} : { url: path }),
          title: original === '' ? section.title : original,
        },
      }))
      return {
        status: 'current',
        subject,
        date: at?.includes('T') === true ? at : undefined,
        description: text,
        content: attachments.length > 0 ? attachments : [{ attachment: { title: section.title } }],
      }
    }
    case 'Basic':
      return { code: { text: section.title }, subject, created: at?.slice(0, 10) }
  }
}

function summaryOf(section: Section, row: Row): string {
  const texts = (section.text ?? []).map((column) => textOf(row[column]).trim()).filter((text) => text !== '')
  return texts.length > 0 ? texts.join('\n') : section.title
}

const xml = (text: string): string =>
  // Control characters have no place in XML, whatever a database held.
  text
    .replace(/[\p{Cc}\ufffe\uffff]/gu, (char) => ('\t\n\r'.includes(char) ? char : ''))
    .replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char)

function narrative(section: Section, row: Row): Json {
  const lines = Object.entries(row).flatMap(([column, cell]) => {
    const text = textOf(cell)
    return text === '' ? [] : [`<p>${xml(ownValue(section.labels, column) ?? column)}: ${xml(text)}</p>`]
  })
  return {
    status: 'generated',
    div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${xml(section.title)}</p>${lines.join('')}</div>`,
  }
}
