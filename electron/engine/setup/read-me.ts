import { writeFile } from 'node:fs/promises'
import path from 'node:path'

/** A page beside the vault for whoever finds the disk in ten years. Nothing of the clinic is in it. */
const TEXT = `SALVAGUARDA

A pasta "cofre" guarda cópias cifradas de uma clínica. Não apague nem mova nada dentro dela.

Como recuperar sem o Salvaguarda
O cofre é um repositório do programa livre restic, formato 2. Num computador qualquer:
  1. Instale o restic (versão 0.14 ou mais nova).
  2. Tenha em mãos as 24 palavras do kit de recuperação.
  3. No terminal:  restic -r cofre snapshots
     A senha são as 24 palavras, em minúsculas, separadas por um espaço.
  4. Para recuperar tudo:  restic -r cofre restore latest --target recuperado

Sem as palavras do kit ninguém abre o cofre.

--
ENGLISH: "cofre" is a restic repository (format 2) with encrypted copies of a clinic's data.
Open it with stock restic; the password is the 24 words of the recovery kit, lower case, separated by single spaces.
`

/** Writes LEIA-ME.txt beside the vault. A disk that cannot take it is still a good disk: failing is no failure of set-up. */
export async function writeReadMe(folder: string): Promise<void> {
  await writeFile(path.join(folder, 'LEIA-ME.txt'), TEXT.replaceAll('\n', '\r\n')).catch(() => undefined)
}
