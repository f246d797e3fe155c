/** Places of copies: what each one is, in words. */
export const places = {
  kind: {
    local: 'Disk or folder',
    sftp: 'NAS or server',
    s3: 'Cloud',
    webdav: 'NAS or cloud',
    rest: 'Copy server',
  },
  where: {
    sftp: '{{folder}} on {{host}}',
    s3: '{{bucket}} at {{host}}',
  },
} as const
