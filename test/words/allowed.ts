const lines = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/u).filter((word) => word !== ''))

/** Names and words of ours that no Portuguese dictionary has. A word that a clinic would not know does not belong here, but out of the sentence. */
export const allowedInPortuguese = lines(`
  ADMIN AES ANPD CFM CNES CSV DICOM FHIR HEIC HTML JPEG JSON LGPD Mbit MiB NGS NTFS PDFs PIN PINs POST RDB REST SBIS SFTP SHA SQL
  STARTTLS TLS UTC WebDAV exFAT scrypt json
  Amazon Christi Debian English Firebird MariaDB MySQL OpenEMR OpenMRS SQLite Server Windows macOS restic
  Esc Tab Tablet Tablets Wi append art bucket dump firewall help keys latest localhost mail mails only pen proxy ransomware restore tablet
  tablets target wi
`)

/** The same for English, as it is written in Britain. */
export const allowedInEnglish = lines(`
  ANPD ANPD’s CFM CNES CNPJ CPF DICOM FHIR HEIC LGPD NGS1 RDB SBIS SFTP STARTTLS WebDAV exFAT scrypt json
  Firebird MariaDB PostgreSQL Português Resolução Salvaguarda cofre restic
  Fi Wi fi keychain patients’ wi localhost
`)
