import type { CopyEntry } from '../paths.ts'
import { hash } from './entries.ts'

const FIRST =
  'Ana Beatriz Bruno Caio Camila Carla Cecília Célia César Clara Cláudia Conceição Cristiane Daniela Débora Diego Édson Eduarda Elaine Érica Estêvão Fábio Fátima Fernanda Flávio Francisca Gabriel Gonçalo Graça Guilherme Helena Henrique Heloísa Igor Inês Íris Isabela Ivone Jéssica João Joaquim Jorge Josefa Júlia Juliana Karina Larissa Lázaro Letícia Luíza Luciana Luís Márcia Marcelo Mariana Marília Mateus Maurício Mirela Mônica Murilo Nádia Natália Nélson Otávio Patrícia Paulo Pedro Priscila Rafael Raimunda Raquel Renata Ricardo Rita Roberta Rodrigo Rosângela Samuel Sandra Sebastião Sérgio Sílvia Simone Sônia Tadeu Tânia Tatiana Teresinha Thiago Valéria Vanessa Verônica Vicente Vinícius Vítor Yasmin Zélia Zuleica'.split(
    ' ',
  )
const LAST =
  'Abreu Aguiar Albuquerque Alencar Almeida Alvarenga Amaral Andrade Antunes Aragão Araújo Assunção Azevedo Barbosa Barros Batista Bezerra Bittencourt Borges Braga Brandão Brito Cabral Caldeira Camargo Campos Cardoso Carneiro Carvalho Castro Cavalcanti Chaves Coelho Correia Coutinho Cunha Damasceno Dantas Delgado Dias Drummond Duarte Esteves Falcão Farias Fernandes Ferraz Ferreira Figueiredo Fonseca Fontes França Freire Freitas Furtado Galvão Garcia Godoy Gonçalves Goulart Guedes Guimarães Gusmão Holanda Junqueira Lacerda Leitão Lemos Lima Linhares Lisboa Lopes Macedo Machado Magalhães Maia Marques Martins Matos Medeiros Meireles Melo Mendes Menezes Miranda Monteiro Moraes Moreira Moura Nascimento Neves Nogueira Novaes Nunes Oliveira Pacheco Paiva Peixoto Pereira Pimentel Pinheiro Queiroz Quintana Ramos Rezende Ribeiro Rocha Sá Salgado Sampaio Santana Saraiva Siqueira Silveira Soares Souza Tavares Teixeira Toledo Trindade Uchoa Valente Vasconcelos Veiga Viana Vieira Xavier Zanetti'.split(
    ' ',
  )
const KINDS = ['Foto antes', 'Foto depois', 'Laudo', 'Receita', 'Contrato', 'Recibo', 'Exame de sangue', 'Raio-X']
const ENDINGS = ['jpg', 'jpg', 'pdf', 'pdf', 'docx', 'txt', 'pdf', 'png']
const FILES_OF_A_PATIENT = 40

/** The files of a made-up clinic with two surnames a patient, forty files each: `changed` files have other bytes than at first. */
export async function* clinicFiles(count: number, round: number): AsyncGenerator<CopyEntry> {
  for (let i = 0; i < count; i++) {
    const patient = Math.floor(i / FILES_OF_A_PATIENT)
    const first = FIRST[(patient * 7) % FIRST.length]
    const second = LAST[Math.floor(patient / FIRST.length) % LAST.length]
    const third = LAST[(patient * 31) % LAST.length]
    const kind = i % KINDS.length
    yield {
      path: `/C/Clínica/Pacientes/${second} ${third}, ${first} ${1000 + patient}/${2012 + (i % 14)}/${KINDS[kind]} ${i}.${ENDINGS[kind]}`,
      sizeBytes: 300_000 + i,
      modifiedAtMs: i * 1000 + round,
      contentKey: hash(`${i} ${round}`),
      kind: 'file',
    }
  }
}
