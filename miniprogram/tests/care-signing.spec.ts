import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import nacl from 'tweetnacl'
import { proofText, shifted, signed, signedText, type Attempt } from '@/care/attempt'
import { base64url, utf8 } from '@/platform/bytes'
import { fromSeed } from '@/platform/ed25519'
import { whyNot } from '@/platform/location'

interface Vector {
  name: string
  attempt: Attempt
  text: string
  public_key: string
}
const vectors = JSON.parse(readFileSync('../docs/check-in-signing-vectors.json', 'utf8')) as Vector[]
/** RFC 8032, 7.1, test 1. */
const SEED = Uint8Array.from(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'))
const plain = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))

describe('the text that is signed', () => {
  it.each(vectors.map((v) => [v.name, v] as const))('is the documented one: %s', (_, v) => {
    expect(signedText(v.attempt)).toBe(v.text)
  })

  it('names what proves that the phone holds its key', () => {
    expect(proofText('482913', 'p256', 'abc')).toBe('yijiantong-device-1\n482913\np256\nabc')
  })
})

describe('signatures', () => {
  it.each(vectors.filter((v) => v.attempt.signature).map((v) => [v.name, v] as const))('by Ed25519 are the documented ones: %s', async (_, v) => {
    const key = fromSeed(SEED)
    const given = v.attempt.signature!
    expect(key.publicKey).toBe(v.public_key)
    const again = await signed({ ...v.attempt, signature: undefined }, key, given.device_id, given.counter)
    expect(again.signature).toEqual({ ...given, value: given.value.replace(/=+$/, '') })
  })

  it('by P-256 in the browser verify over the documented text', async () => {
    const pair = await globalThis.crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const p256 = { name: 'ECDSA', hash: 'SHA-256' }
    const sign = async (text: string) => base64url(new Uint8Array(await globalThis.crypto.subtle.sign(p256, pair.privateKey, utf8(text) as BufferSource)))
    const [v] = vectors
    const value = await sign(v.text)
    expect(plain(value)).toHaveLength(64)
    expect(await globalThis.crypto.subtle.verify(p256, pair.publicKey, plain(value), utf8(v.text) as BufferSource)).toBe(true)
  })

  it('change with anything that is said', async () => {
    const key = fromSeed(SEED)
    const [{ attempt }] = vectors
    const one = await signed({ ...attempt, signature: undefined }, key, 'D', 1)
    const other = await signed({ ...attempt, failures: [], signature: undefined }, key, 'D', 1)
    expect(one.signature!.value).not.toBe(other.signature!.value)
    const text = utf8(signedText({ ...attempt, signature: { device_id: 'D', counter: 1, value: '' } }))
    expect(nacl.sign.detached.verify(text, plain(one.signature!.value), plain(key.publicKey))).toBe(true)
  })
})

describe('an attempt made by a wrong clock', () => {
  const HOUR = 3_600_000
  const fix = { latitude_deg: 30, longitude_deg: 119, datum: 'wgs84', accuracy_m: 9, provider: 'gps' } as const
  const wrong: Attempt = {
    attempt_id: 'old',
    made_at: '2026-11-22T15:00:10Z',
    failures: [],
    fixes: [
      { ...fix, fixed_at: '2026-11-22T15:00:05Z' },
      { ...fix, fixed_at: '2026-11-22T14:00:07Z' },
    ],
    signature: { device_id: 'd', counter: 1, value: 'x' },
  }
  const told = shifted(wrong, -HOUR, 'new')

  it('is told again by the right one, under a number of its own and unsigned', () => {
    expect(told).toMatchObject({ attempt_id: 'new', made_at: '2026-11-22T14:00:10.000Z', signature: undefined })
  })

  it('keeps the satellites\' stamp on a fix and puts right the phone\'s own', () => {
    expect(told.fixes!.map((f) => f.fixed_at)).toEqual(['2026-11-22T14:00:05.000Z', '2026-11-22T14:00:07.000Z'])
  })
})

describe('bytes', () => {
  it('are written as base64url without padding', () => {
    for (const n of [0, 1, 2, 3, 61]) {
      const bytes = Uint8Array.from({ length: n }, (_, i) => (i * 97) & 255)
      expect(base64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
    }
  })

  it('of a text are its UTF-8', () => {
    expect([...utf8('荣耀 X50 (2023)%\n😀')]).toEqual([...Buffer.from('荣耀 X50 (2023)%\n😀')])
  })
})

describe('what WeChat says of a failed fix', () => {
  it.each([
    ['getLocation:fail auth deny', 'no_permission'],
    ['getLocation:fail authorize no response', 'no_permission'],
    ['getLocation:fail system permission denied', 'location_off'],
    ['getLocation:fail:ERROR_NOCELL&WIFI_LOCATIONSWITCHOFF', 'location_off'],
    ['getLocation:fail timeout', 'no_signal'],
  ])('%s', (message, why) => {
    expect(whyNot(message)).toBe(why)
  })
})
