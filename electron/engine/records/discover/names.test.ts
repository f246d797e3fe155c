import { expect, it } from 'vitest'
import { isActorColumn, isMention, isPatientLink, pointsTo, stems } from './names.ts'

it('knows the ways programs write "the key of that table"', () => {
  const consulta = stems('tb_consultas')
  for (const name of [
    'consulta_id',
    'id_consulta',
    'cod_consulta',
    'IdConsulta',
    'consultaId',
    'idconsulta',
    'nr_consulta',
    'consulta',
  ])
    expect([name, pointsTo(name, consulta)]).toEqual([name, true])
  // A number of them, and words that only begin or end alike.
  for (const name of ['consultas', 'consultorio_id', 'reconsulta', 'id'])
    expect([name, pointsTo(name, consulta)]).toEqual([name, false])
  expect(pointsTo('contato_id', stems('contatos'))).toBe(true)
})

it('tells whose a row is from who wrote it and who is mentioned in it', () => {
  for (const name of ['paciente_id', 'pid', 'pc_pid', 'id_pac', 'cd_paciente', 'co_cidadao', 'patient', 'cpf_paciente'])
    expect([name, isPatientLink(name)]).toEqual([name, true])
  for (const name of ['created_by', 'provider_id', 'profissional_id', 'id_medico'])
    expect([name, isActorColumn(name)]).toEqual([name, true])
  for (const name of ['mae_id', 'responsavel_id', 'mother_id']) expect([name, isMention(name)]).toEqual([name, true])
})
