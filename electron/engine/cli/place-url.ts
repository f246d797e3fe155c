/** What names a place on a network instead of a folder; `webdav:` is ours, the others are restic's. */
export const isPlaceUrl = (named: string): boolean => /^(sftp|s3|rest|webdav):/.test(named)
