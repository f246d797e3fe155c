import type { UserScript } from '../database-connector.ts'
import { type MariaSource, quoteName } from './tools.ts'

/** Text for the server's client. The password is put in by the technician and stands in no file of ours. */
export function mariaUserScript({ user, database }: MariaSource): UserScript {
  const who = `${quoteName(user)}@${quoteName('localhost')}`
  const base = `${quoteName(database)}.*`
  const text = `-- Rode uma vez no cliente mariadb ou mysql, como administrador do servidor.
-- Troque localhost pelo computador da cópia, se for outro. Este usuário lê tudo e não muda nada.
CREATE USER ${who} IDENTIFIED BY 'DIGITE-AQUI-A-SENHA';
GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES ON ${base} TO ${who};

-- MariaDB: sem esta linha os procedimentos guardados ficariam fora da cópia, sem aviso.
GRANT SELECT ON mysql.proc TO ${who};
-- MySQL 8, em lugar da linha de cima:
-- GRANT SHOW_ROUTINE ON *.* TO ${who};
`
  return { language: 'sql', text }
}
