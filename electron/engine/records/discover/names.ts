import { foldText } from '../patients.ts'

/** A name without accents, capitals and the schema before it: `Clínica.NomePaciente` is `nome_paciente`. */
export const plainName = (name: string): string =>
  foldText(name.replace(/^.*\./, '').replace(/([a-z0-9])([A-Z])/g, '$1_$2'))
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')

export const parts = (name: string): readonly string[] => plainName(name).split('_')

/** Tables that hold people who are treated. */
export const PATIENT_TABLE =
  /(^|_)(pacientes?|patients?|cidadaos?|cidadao|pac|identity|person|pessoas?|clientes?|fichas?|prontuarios?|beneficiarios?|assistidos?|usuarios_sus)(_|data|$)/

export const TRAITS = {
  name: /(^|_)(nome|nomes|nm|name|fname|lname|full_?name|first_?names?|last_?names?|given_?name|family_?name|sobrenome|nome_completo|surname|no_cidadao)(_|$)/,
  cpf: /(^|_)(cpf|cns|ssn|national_id|nr_cpf|nu_cpf|num_cpf|cpf_cnpj|tax_id)(_|$)/,
  birth: /(nasc|birth|(^|_)dob(_|$))/,
  sex: /(^|_)(sexo|sex|gender|genero|no_sexo)(_|$)/,
  phone: /(fone|phone|celular|(^|_)(tel|cel|whatsapp|mobile)(_|$))/,
  mother: /(^|_)(mae|mother)(_|$)/,
  address: /(endereco|street|address|logradouro|(^|_)(cep|zip|bairro|postcode)(_|$))/,
  email: /e_?mail/,
} as const
export type Trait = keyof typeof TRAITS
export const TRAIT_POINTS: Readonly<Record<Trait, number>> = {
  ...{ cpf: 3, birth: 3, sex: 2, name: 2 },
  ...{ mother: 1, phone: 1, address: 1, email: 1 },
}

/** People and programs that do something: what hangs on them is theirs, not the patient's. */
const ACTOR_COLUMN =
  /(^|_)(creator|created_?by|changed_?by|updated_?by|modified_?by|voided_?by|retired_?by|deleted_?by|user|users|user_?id|usuario|usuarios|operador|operator|provider|providers|staff|doctor|physician|practitioner|clinician|nurse|therapist|dentist|medico|medica|dentista|enfermeiro|profissional|profissionais|prof|funcionario|colaborador|responsible|assigned_?to|owner|discontinued_?by|changer|orderer|solicitante|executante|atendente|terapeuta)(_|$)/
export const isActorColumn = (name: string): boolean => ACTOR_COLUMN.test(plainName(name))

const ACTOR_TABLE =
  /^(tb_|cad_|tbl_)?(users?|usuarios?|staff|providers?|profissional|profissionais|profs?|doctors?|physicians?|practitioners?|clinicians?|employees?|medicos?|dentistas?|funcionarios?|colaboradores|roles?|person_?roles?|logins?)$/
export const isActorTable = (name: string): boolean => ACTOR_TABLE.test(plainName(name))

/** Columns that name another patient without making the row that patient's. */
const MENTION =
  /(^|_)(mae|pai|mother|father|guardian|spouse|conjuge|responsavel|titular|dependente|parent|relative|parente|familiar|related|indicado|indicador|indicou|referred|referral|merged|unificado|duplicado|relation|relationship|acompanhante|doador|donor|sibling|irmao)(_|$)/
export const isMention = (name: string): boolean => MENTION.test(plainName(name))

/** Tables a program keeps for itself. */
const OWN_TABLE =
  /(^|_)(log|logs|audit|audits|auditoria|auditorias|tmp|temp|bkp|bak|backup|staging|migrations?|sessions?|sessao|sessoes|historico_acesso|outbox|queue|fila_jobs?|jobs?|cache)(_|$)|liquibase|databasechange|^flyway|^django_|^auth_|^sqlite_/
export const isProgramTable = (name: string): boolean =>
  OWN_TABLE.test(plainName(name)) || /^(audit|log|tmp|temp|bak|staging)\./i.test(name)

/** Names that say nothing about what they point to. */
const GENERIC =
  /^(id|pk|row_?id|uuid|guid|codigo|cod|cd|code|name|nome|type|tipo|seq|sequencia|date|data|version|versao|external_id|status|numero|num|nr|ativo|active|descricao|description|value|valor|oid|key|chave|order|ordem)$/
export const isGeneric = (name: string): boolean => GENERIC.test(plainName(name))

/** Columns that point to a patient, whatever the patient's table is called. */
const PATIENT_LINK =
  /^(pid|.+_pid|.*(^|_)(pac|paciente|pacientes|patient|patients|cidadao|prontuario|person|pessoa|beneficiario|cliente|ficha)(_?(id|cod|codigo|num|numero|nr|key|no|fk|cpf))?|(id|cod|codigo|cd|co|num|nr|nu|fk|key|no|matricula|cpf)_?(do_|da_)?(pac|paciente|patient|cidadao|prontuario|person|pessoa|beneficiario|cliente|ficha|identity)|patnum|matricula|mrn|medical_record(_number|_no)?)$/
export const isPatientLink = (name: string): boolean => PATIENT_LINK.test(plainName(name))

export const isNumberType = (type: string): boolean => /int|serial|number|numeric|decimal/i.test(type)
export const isTextType = (type: string): boolean => type === '' || /char|text|clob|string|enum|uuid|name/i.test(type)
export const isBlobType = (type: string): boolean =>
  /blob|bytea|image|(^|[^a-z])(var)?binary|longvarbinary/i.test(type) && !/binary\(16\)/i.test(type)

/** `tb_paciente`, `cad_pacientes` and `Pacientes` are all `paciente`: what other tables call it. */
export function stems(table: string): ReadonlySet<string> {
  const bare = plainName(table).replace(/^(tb|tbl|cad|t|form|mov|reg|sis|cli)_/, '')
  const last = bare.split('_').at(-1) ?? bare
  return new Set([plainName(table), bare, singular(bare), singular(last)].filter((stem) => stem.length >= 3))
}

export function singular(word: string): string {
  if (/oes$/.test(word)) return word.replace(/oes$/, 'ao')
  if (/aes$/.test(word)) return word.replace(/aes$/, 'ao')
  if (/ais$/.test(word)) return word.replace(/ais$/, 'al')
  if (/eis$/.test(word)) return word.replace(/eis$/, 'el')
  if (/ens$/.test(word)) return word.replace(/ens$/, 'em')
  if (/ies$/.test(word)) return word.replace(/ies$/, 'y')
  if (/(s|x|z|ch|sh|r)es$/.test(word)) return word.replace(/es$/, '')
  return word.replace(/([^s])s$/, '$1')
}

/** A column name that means "the key of" one of these: `consulta_id`, `id_consulta`, `cod_consulta`, `consultaId`. */
export function pointsTo(column: string, targets: ReadonlySet<string>): boolean {
  const own = plainName(column)
  const bare = [BEFORE, BEFORE_CLOSE].flatMap((before) => [
    own.replace(before, ''),
    own.replace(before, '').replace(AFTER, ''),
  ])
  const marked = [...bare, own.replace(AFTER, ''), own.replace(AFTER_CLOSE, '')].filter((name) => name !== own)
  // A plural is a number of things, not one of them.
  return marked.some((name) => targets.has(name)) || (targets.has(own) && singular(own) === own)
}
const BEFORE = /^(id|cod|codigo|cd|co|fk|num|nr|nu|pk|key|seq|sq)_/
const AFTER = /_(id|cod|codigo|cd|fk|num|numero|nr|no|key|seq|sq)$/
/** Written without a stroke between: `idpaciente`, `pacienteid`. */
const BEFORE_CLOSE = /^(id|cod|codigo)/
const AFTER_CLOSE = /(id|cod)$/
