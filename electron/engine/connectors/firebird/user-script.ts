import type { UserScript } from '../database-connector.ts'
import type { FirebirdSource } from './tools.ts'

/** Text for isql. Firebird gives a copy only to the owner or to this role; plain reading rights are not enough. */
export function firebirdUserScript({ user, database }: FirebirdSource): UserScript {
  const name = `"${user.toUpperCase().replaceAll('"', '""')}"`
  const text = `-- Rode uma vez no isql, como SYSDBA, ligado a este banco:  ${database}
CREATE USER ${name} PASSWORD 'DIGITE-AQUI-A-SENHA' USING PLUGIN Srp;
GRANT RDB$ADMIN TO ${name};
COMMIT;
-- Nos ajustes, escreva RDB$ADMIN como papel (role) deste usuário.
-- Este papel só vale dentro deste banco. Firebird não faz cópia para um usuário que apenas lê.
`
  return { language: 'sql', text }
}
