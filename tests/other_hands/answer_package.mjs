// Opens and makes answer packages by docs/answer-package.md, with npm's `jose` and nothing of ours.
//
//   node answer_package.mjs open < {"data", "password", "service", "station"}   -> {"by_password", "by_key"}
//   node answer_package.mjs make < {"header", "statement", "password", "service", "station"}   -> the file
//
// In the first, `data` is the file and `station` a public key; in the second both keys may sign and seal.

import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as jose from 'jose'

const ROUNDS = 210000
const PASSWORD = 'PBES2-HS512+A256KW'
const KEY = 'ECDH-ES+A256KW'
const ENC = 'A256GCM'
const SIGNED_AS = 'exam-answers+jws'
const text = new TextEncoder()

/** JSON with sorted keys and no spaces. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
}

const digestOf = (value) => createHash('sha256').update(canonical(value)).digest()

/** Every writer's events follow each other, and end at the head that is named. */
function checkChains({ logs, heads }) {
  for (const { writer, events } of logs) {
    let head = { seq: 0, hash: '0'.repeat(64) }
    for (const event of events) {
      if (event.seq !== head.seq + 1 || event.prev !== head.hash) throw new Error(`chain of ${writer.id}`)
      head = { seq: event.seq, hash: digestOf([writer, event]).toString('hex') }
    }
    if (canonical(heads[writer.id]) !== canonical(head)) throw new Error(`head of ${writer.id}`)
  }
}

async function opened(file, alg, key, station) {
  const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [ENC], maxPBES2Count: ROUNDS }
  const { plaintext, protectedHeader, additionalAuthenticatedData } = await jose.generalDecrypt(file, key, options)
  if (!digestOf(file.recipients).equals(Buffer.from(additionalAuthenticatedData))) throw new Error('recipients')
  const signed = await jose.compactVerify(plaintext, station, { algorithms: ['EdDSA'] })
  if (signed.protectedHeader.typ !== SIGNED_AS) throw new Error(signed.protectedHeader.typ)
  const statement = JSON.parse(new TextDecoder().decode(signed.payload))
  checkChains(statement)
  return { header: protectedHeader, statement }
}

async function open({ data, password, service, station }) {
  const file = JSON.parse(data)
  const signer = await jose.importJWK(station, 'EdDSA')
  return JSON.stringify({
    by_password: await opened(file, PASSWORD, text.encode(password), signer),
    by_key: await opened(file, KEY, await jose.importJWK(service, KEY), signer),
  })
}

/** One recipient: the content key wrapped; what `jose` seals besides is thrown away. */
async function wrapped(alg, key, contentKey, parameters, more) {
  const jwe = await new jose.FlattenedEncrypt(new Uint8Array())
    .setProtectedHeader({ alg, enc: ENC })
    .setKeyManagementParameters(parameters)
    .setContentEncryptionKey(contentKey)
    .encrypt(key)
  const { enc, ...header } = jose.decodeProtectedHeader(jwe)
  return { encrypted_key: jwe.encrypted_key, header: { ...header, ...more } }
}

async function make({ header, statement, password, service, station }) {
  const token = await new jose.CompactSign(text.encode(JSON.stringify(statement)))
    .setProtectedHeader({ alg: 'EdDSA', typ: SIGNED_AS, kid: station.kid })
    .sign(await jose.importJWK(station, 'EdDSA'))
  const contentKey = randomBytes(32)
  const opening = await jose.importJWK({ kty: service.kty, crv: service.crv, x: service.x }, KEY)
  const recipients = [
    await wrapped(PASSWORD, text.encode(password), contentKey, { p2c: ROUNDS, p2s: randomBytes(32) }),
    await wrapped(KEY, opening, contentKey, {}, { kid: service.kid }),
  ]
  const { header: _direct, ...members } = await new jose.FlattenedEncrypt(text.encode(token))
    .setProtectedHeader(header)
    .setUnprotectedHeader({ alg: 'dir' })
    .setAdditionalAuthenticatedData(digestOf(recipients))
    .encrypt(contentKey)
  return JSON.stringify({ ...members, recipients })
}

const work = { open, make }[process.argv[2]]
process.stdout.write(await work(JSON.parse(readFileSync(0, 'utf8'))))
