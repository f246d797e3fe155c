export { type HostKey, readHostKey } from './host-key.ts'
export { type SftpOptions, sftpBackend } from './sftp-backend.ts'
