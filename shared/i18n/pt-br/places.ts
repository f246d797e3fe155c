/** Lugares das cópias: o que cada um é, em palavras. */
export const places = {
  kind: {
    local: 'HD ou pasta',
    sftp: 'NAS ou servidor',
    s3: 'Nuvem',
    webdav: 'NAS ou nuvem',
    rest: 'Servidor de cópias',
  },
  where: {
    sftp: '{{folder}} em {{host}}',
    s3: '{{bucket}} em {{host}}',
  },
} as const
