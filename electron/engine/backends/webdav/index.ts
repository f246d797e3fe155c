export { type WebdavBackendOptions, webdavBackend } from './webdav-backend.ts'
