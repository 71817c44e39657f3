// Opens a result package by docs/result-package.md, with what Node.js has and nothing of ours.
//
//   node result_package.mjs < {"data" (base64), "site" (public JWK), "authority" (private JWK)}
//     -> {"about", "contents", "files" (base64)}

import { createDecipheriv, createHash, createPublicKey, createPrivateKey, diffieHellman, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

const TYPE = 'exam-results+jws'
const KEY_ALG = 'ECDH-ES+A256KW'
const NONCE = 12
const TAG = 16

/** JSON with sorted keys and no spaces. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
}

const sha256 = (data) => createHash('sha256').update(data).digest()
const parsed = (text) => JSON.parse(Buffer.from(text, 'base64url').toString())

function length(number) {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(number)
  return bytes
}

/** The index: a compact JWS by the site's key. */
function signedBy(site, token) {
  const [header, payload, signature] = token.split('.')
  const { alg, typ } = parsed(header)
  if (alg !== 'EdDSA' || typ !== TYPE) throw new Error(`${alg} ${typ}`)
  const key = createPublicKey({ key: site, format: 'jwk' })
  if (!verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) throw new Error('signature')
  return parsed(payload)
}

/** The content's key: RFC 7518 section 4.6, then RFC 3394. */
function unwrapped({ encrypted_key: wrapped, header }, authority) {
  if (header.alg !== KEY_ALG) throw new Error(header.alg)
  const secret = diffieHellman({
    privateKey: createPrivateKey({ key: authority, format: 'jwk' }),
    publicKey: createPublicKey({ key: header.epk, format: 'jwk' }),
  })
  const named = Buffer.from(header.alg)
  const info = Buffer.concat([length(named.length), named, length(0), length(0), length(256)])
  const key = sha256(Buffer.concat([length(1), secret, info]))
  const opened = createDecipheriv('id-aes256-wrap', key, Buffer.alloc(8, 0xa6))
  return Buffer.concat([opened.update(Buffer.from(wrapped, 'base64url')), opened.final()])
}

function opened(sealed, key, name, number) {
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE))
  cipher.setAAD(Buffer.from(`${TYPE}/1\n${name}\n${number}`))
  cipher.setAuthTag(sealed.subarray(-TAG))
  return JSON.parse(Buffer.concat([cipher.update(sealed.subarray(NONCE, -TAG)), cipher.final()]).toString())
}

const { data, site, authority } = JSON.parse(readFileSync(0, 'utf8'))
const file = Buffer.from(data, 'base64')
const end = file.indexOf('\n')
const { about, key: recipient, parts, version } = signedBy(site, file.subarray(0, end).toString())
if (version !== 1) throw new Error(`version ${version}`)

const { authority: to, site: from, service, generation, exam, number, at } = about
const name = sha256(canonical([to, from, service, generation, exam, number, at])).toString('hex')
const key = unwrapped(recipient, authority)
const found = { about, contents: [], files: [] }
let start = end + 1
for (const { kind, sha256: hash, size } of parts) {
  const part = file.subarray(start, start + size)
  if (sha256(part).toString('hex') !== hash) throw new Error(`part ${hash}`)
  if (kind === 'content') found.contents.push(opened(part, key, name, found.contents.length + 1))
  else found.files.push(part.toString('base64'))
  start += size
}
if (start !== file.length) throw new Error('length')
process.stdout.write(JSON.stringify(found))
