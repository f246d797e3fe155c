import type { UserScript } from '../database-connector.ts'
import { quoteName } from './session.ts'
import type { PostgresSource } from './tools.ts'

/** Text for psql. The password is typed there, so that it stands in no file. */
export function postgresUserScript({ user, database }: PostgresSource): UserScript {
  const [role, base] = [quoteName(user), quoteName(database)]
  const text = `-- Rode uma vez no psql, como administrador do servidor, dentro do banco:  \\connect ${base}
-- Este usuário lê tudo e não muda nada.
CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 5;
\\password ${role}
GRANT CONNECT ON DATABASE ${base} TO ${role};

-- PostgreSQL 14 ou mais novo:
GRANT pg_read_all_data TO ${role};

-- PostgreSQL 13 ou mais antigo, em lugar da linha de cima, para cada esquema (aqui: public) e cada dono das tabelas:
-- GRANT USAGE ON SCHEMA public TO ${role};
-- GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role};
-- GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO ${role};
-- ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${role};
-- ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO ${role};

-- Só se alguma tabela usa segurança por linha:
-- ALTER ROLE ${role} BYPASSRLS;
`
  return { language: 'sql', text }
}
