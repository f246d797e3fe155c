/** Databases that discovery was not written for: other names, other languages, other habits. Everybody in them is invented. */

const FIRST = ['Ana', 'Bruno', 'Célia', 'Dário', 'Elisa', 'Fábio', 'Glória', 'Heitor', 'Íris', 'João']
const LAST = ["D'Ávila", 'Conceição', 'Araújo', 'Nunes', 'Peçanha', 'Müller']

/** Nobody's: their first nine digits lie where none were given out yet. */
export function cpfOf(index: number): string {
  const digits = [...`999${String(index).padStart(5, '0')}0`].map(Number)
  for (const length of [9, 10]) {
    const sum = digits.slice(0, length).reduce((total, digit, at) => total + digit * (length + 1 - at), 0)
    digits.push(((sum * 10) % 11) % 10)
  }
  return digits.join('')
}
export const dotted = (cpf: string): string => cpf.replace(/(\d{3})(\d{3})(\d{3})(\d{2})/, '$1.$2.$3-$4')
export const nameOf = (index: number): string => `${FIRST[index % 10]} ${LAST[index % 6]} ${index}`

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
function insert(table: string, rows: readonly (readonly (string | number | null)[])[]): string {
  const lines = rows.map(
    (row) =>
      `(${row.map((cell) => (cell === null ? 'NULL' : typeof cell === 'number' ? cell : cell.startsWith('raw:') ? cell.slice(4) : text(cell))).join(', ')})`,
  )
  return lines.length === 0 ? '' : `INSERT INTO ${table} VALUES\n${lines.join(',\n')};\n`
}
const range = (count: number): number[] => Array.from({ length: count }, (_none, index) => index + 1)

/**
 * Portuguese, without a single foreign key: the patient's number and the unit are one key, letters come by CPF (here with dots, there
 * without), a receipt has the visit's two numbers, and a log names patients too.
 */
export function portuguese(patients: number): string {
  const people = range(patients)
  const visits = people.flatMap((n) => range(2 + (n % 3)).map((v) => ({ n, unit: (n % 2) + 1, visit: n * 10 + v })))
  return `
CREATE TABLE cad_unidades (nr_unidade integer NOT NULL, nm_unidade varchar(60), PRIMARY KEY (nr_unidade));
CREATE TABLE cad_profissionais (cd_profissional integer NOT NULL, nm_profissional varchar(80), nr_conselho varchar(20), PRIMARY KEY (cd_profissional));
CREATE TABLE cad_pacientes (nr_unidade integer NOT NULL, nr_prontuario integer NOT NULL, nm_paciente varchar(120), nr_cpf varchar(14), dt_nascimento date, ds_sexo char(1), nm_mae varchar(120), nr_celular varchar(20), PRIMARY KEY (nr_unidade, nr_prontuario));
CREATE TABLE mov_consultas (nr_unidade integer NOT NULL, nr_consulta integer NOT NULL, nr_prontuario integer, cd_profissional integer, dt_consulta timestamp, ds_queixa text, PRIMARY KEY (nr_unidade, nr_consulta));
CREATE TABLE mov_evolucao_clinica (sq_evolucao integer NOT NULL, nr_unidade integer, nr_consulta integer, tx_evolucao text, PRIMARY KEY (sq_evolucao));
CREATE TABLE mov_laudos (sq_laudo integer NOT NULL, cpf_paciente varchar(11), dt_laudo date, nm_arquivo varchar(200), PRIMARY KEY (sq_laudo));
CREATE TABLE mov_cartas (sq_carta integer NOT NULL, destinatario varchar(14), tx_carta text, PRIMARY KEY (sq_carta));
CREATE TABLE mov_recibos (sq_recibo integer NOT NULL, nr_unidade integer, nr_consulta integer, vl_recibo numeric(10,2), PRIMARY KEY (sq_recibo));
CREATE TABLE log_acessos (sq_log integer NOT NULL, nr_prontuario integer, dt_log timestamp, PRIMARY KEY (sq_log));
CREATE TABLE cfg_agenda (sq_cfg integer NOT NULL, ds_chave varchar(40), ds_valor varchar(200), PRIMARY KEY (sq_cfg));
${insert('cad_unidades', [
  [1, 'Centro'],
  [2, 'Bairro'],
])}${insert(
  'cad_profissionais',
  range(4).map((n) => [n, `Dra. ${FIRST[n]} Souza`, `XX ${n}`]),
)}${insert(
  'cad_pacientes',
  people.map((n) => [
    (n % 2) + 1,
    n,
    nameOf(n),
    dotted(cpfOf(n)),
    `19${50 + (n % 40)}-0${1 + (n % 9)}-1${n % 9}`,
    n % 2 === 0 ? 'F' : 'M',
    `Mãe de ${n}`,
    `(00) 9${String(n).padStart(8, '0')}`,
  ]),
)}${insert(
  'mov_consultas',
  visits.map(({ n, unit, visit }) => [
    unit,
    visit,
    n,
    (n % 4) + 1,
    `2025-0${1 + (visit % 9)}-12 14:30:00`,
    `Queixa ${visit}: dor; "forte"\nhá dias`,
  ]),
)}${insert(
  'mov_evolucao_clinica',
  visits.map(({ unit, visit }, index) => [index + 1, unit, visit, `Evolução ${visit}\\com barra, ' aspas e ç`]),
)}${insert(
  'mov_laudos',
  people.map((n) => [n, cpfOf(n), '2024-05-06', `laudos/${cpfOf(n)}.pdf`]),
)}${insert(
  'mov_cartas',
  people.map((n) => [n, dotted(cpfOf(n)), `Carta ${n}`]),
)}${insert(
  'mov_recibos',
  visits.map(({ unit, visit }, index) => [index + 1, unit, visit, '120.50']),
)}${insert(
  'log_acessos',
  people.map((n) => [n, n, '2025-01-01 10:00:00']),
)}${insert('cfg_agenda', [[1, 'minutos', '30']])}`
}

/**
 * English, with keys: people are kept once, patients are some of them, results hang on a pair of columns, photographs lie inside,
 * and comments point at anything.
 */
export function english(patients: number): string {
  const people = range(patients + 3)
  const treated = people.slice(0, patients)
  const stays = treated.flatMap((n) => range(1 + (n % 3)).map((s) => ({ n, stay: n * 10 + s })))
  return `
CREATE TABLE individual (individual_id int NOT NULL, first_name varchar(60), last_name varchar(60), date_of_birth date, gender char(1), PRIMARY KEY (individual_id));
CREATE TABLE clinician (clinician_id int NOT NULL, individual_id int NOT NULL, PRIMARY KEY (clinician_id), FOREIGN KEY (individual_id) REFERENCES individual (individual_id));
CREATE TABLE patient (patient_id int NOT NULL, tax_id varchar(14), phone varchar(20), mother_id int, PRIMARY KEY (patient_id), FOREIGN KEY (patient_id) REFERENCES individual (individual_id), FOREIGN KEY (mother_id) REFERENCES patient (patient_id));
CREATE TABLE encounter (encounter_id int NOT NULL, patient_id int NOT NULL, clinician_id int NOT NULL, started_at datetime, reason text, PRIMARY KEY (encounter_id), FOREIGN KEY (patient_id) REFERENCES patient (patient_id), FOREIGN KEY (clinician_id) REFERENCES clinician (clinician_id));
CREATE TABLE lab_panel (encounter_id int NOT NULL, panel_no int NOT NULL, panel_name varchar(60), PRIMARY KEY (encounter_id, panel_no), FOREIGN KEY (encounter_id) REFERENCES encounter (encounter_id));
CREATE TABLE lab_result (encounter_id int NOT NULL, panel_no int NOT NULL, line_no int NOT NULL, result_text varchar(200), PRIMARY KEY (encounter_id, panel_no, line_no), FOREIGN KEY (encounter_id, panel_no) REFERENCES lab_panel (encounter_id, panel_no));
CREATE TABLE photo (photo_id int NOT NULL, patient_id int NOT NULL, content_type varchar(40), picture longblob, PRIMARY KEY (photo_id), FOREIGN KEY (patient_id) REFERENCES patient (patient_id));
CREATE TABLE progress_note (note_id int NOT NULL, encounter_id int NOT NULL, note_text text, is_deleted tinyint(1), PRIMARY KEY (note_id), FOREIGN KEY (encounter_id) REFERENCES encounter (encounter_id));
CREATE TABLE remark (remark_id int NOT NULL, entity varchar(30), entity_id int, body text, PRIMARY KEY (remark_id));
CREATE TABLE price_list (code varchar(10) NOT NULL, price decimal(10,2), PRIMARY KEY (code));
${insert(
  'individual',
  people.map((n) => [
    n,
    FIRST[n % 10] ?? '',
    `${LAST[n % 6]} ${n}`,
    `19${50 + (n % 40)}-0${1 + (n % 9)}-1${n % 9}`,
    n % 2 === 0 ? 'F' : 'M',
  ]),
)}${insert(
  'clinician',
  people.slice(patients).map((n, index) => [index + 1, n]),
)}${insert(
  'patient',
  treated.map((n) => [n, cpfOf(n), `(00) 9${n}`, n > 4 ? n - 4 : null]),
)}${insert(
  'encounter',
  stays.map(({ n, stay }) => [stay, n, (n % 3) + 1, `2025-0${1 + (stay % 9)}-12 14:30:00`, `Reason ${stay}; isn't it`]),
)}${insert(
  'lab_panel',
  stays.map(({ stay }) => [stay, 1, 'Hemograma']),
)}${insert(
  'lab_result',
  stays.flatMap(({ stay }) => [1, 2].map((line) => [stay, 1, line, `${line}4,2 g/dL`])),
)}${insert(
  'photo',
  treated.map((n) => [n, n, 'image/png', 'raw:0x89504e470d0a1a0a000127275c3b']),
)}${insert(
  'progress_note',
  stays.map(({ stay }, index) => [index + 1, stay, `Note ${stay}`, index % 7 === 0 ? 1 : 0]),
)}${insert(
  'remark',
  treated.map((n) => [n, 'patient', n, `Remark ${n}`]),
)}${insert('price_list', [['A1', '10.00']])}`
}
