// The key that signs what is said of new versions (docs/release.md). Its passphrase is asked for by the variable
// SALVAGUARDA_UPDATE_PASSPHRASE: a command line can be read by everybody on the computer.
//   node build/package/update-key.mjs new FILE                  makes one; the public key that it prints goes into publisher.json
//   node build/package/update-key.mjs sign FILE FOLDER [PERCENT] signs every latest*.yml in a folder, for that share of the computers
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signedBytes } from '../../electron/main/update/signature.ts'

/** The public key, as publisher.json takes it. */
export function makeKey(file, passphrase) {
  if (!passphrase) throw new Error('set SALVAGUARDA_UPDATE_PASSPHRASE: the key is not written without one')
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
  writeFileSync(file, pem, { mode: 0o600, flag: 'wx' })
  return publicKeyOf(privateKey)
}

/**
 * Writes a signature beside every description of the newest version in a folder. A share below 100 is written into the
 * description first: so many of a hundred computers are offered it. Returns the names.
 */
export function signFolder(pem, passphrase, folder, percent) {
  if (percent !== undefined && !(Number.isInteger(percent) && percent >= 0 && percent <= 100))
    throw new Error('a share is a whole number from 0 to 100')
  const key = createPrivateKey({ key: pem, ...(passphrase ? { passphrase } : {}) })
  const names = readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name))
  if (names.length === 0) throw new Error(`no latest*.yml in ${folder}`)
  for (const name of names) {
    const file = join(folder, name)
    const plain = readFileSync(file, 'utf8').replace(/^stagingPercentage:.*\n/gm, '')
    const description = percent === undefined ? plain : `${plain.trimEnd()}\nstagingPercentage: ${percent}\n`
    writeFileSync(file, description)
    writeFileSync(`${file}.sig`, `${sign(null, signedBytes(name, description), key).toString('base64')}\n`)
  }
  return names
}

const publicKeyOf = (key) => createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64')

if (import.meta.main) {
  const [what, file, folder, percent] = process.argv.slice(2)
  const passphrase = process.env.SALVAGUARDA_UPDATE_PASSPHRASE
  if (what === 'new' && file) process.stdout.write(`${makeKey(file, passphrase)}\n`)
  else if (what === 'sign' && file && folder) {
    const share = percent === undefined ? undefined : Number(percent)
    process.stdout.write(`${signFolder(readFileSync(file, 'utf8'), passphrase, folder, share).join('\n')}\n`)
  } else throw new Error('usage: update-key.mjs new FILE | sign FILE FOLDER [PERCENT]')
}
