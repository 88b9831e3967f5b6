/** This phone as it is registered for signing check-ins: its key, its number and its counter, by person. */
import { call, type Answered, type Sent } from '@/api/client'
import { alone } from '@/platform/alone'
import { phoneModel, phonePlatform } from '@/platform/phone'
import { canSign, findKey, makeKey, renameKey, type SigningKey } from '@/platform/signing'
import { forget, keep, readKept } from '@/stores/kept'
import { session } from '@/stores/session'
import { proofText, signed, type Attempt } from './attempt'

export type Device = Answered<'/api/v1/correction/me/devices', 'get'>['items'][number]
type Registration = Sent<'/api/v1/correction/me/devices', 'post'>
interface Kept {
  deviceId: string
  counter: number
}
const nameOf = (): string => `device:${session.personId}`

/** The number under which this phone was registered; undefined where it was not. */
export function deviceId(): string | undefined {
  return canSign() ? readKept<Kept>(nameOf())?.deviceId : undefined
}

/** This phone signs no more: it was taken out of use. */
export function forgetDevice(): void {
  forget(nameOf())
}

let made: { code: string; key: SigningKey; body: Registration } | undefined

/**
 * Makes a key and registers it with the code the office gave. The key of an earlier registration stays until then.
 * Trying again after a lost answer sends the same bytes: a signature made anew would be another registration.
 * @throws Problem
 */
export async function register(code: string, idempotencyKey: string): Promise<Device> {
  const fresh = `${session.personId}:new`
  if (made?.code !== code) {
    const key = await makeKey(fresh)
    const { algorithm, publicKey } = key
    const proof = await key.sign(proofText(code, algorithm, publicKey))
    made = { code, key, body: { code, algorithm, public_key: publicKey, proof, platform: phonePlatform(), model: phoneModel().slice(0, 45) } }
  }
  const device = await call('post', '/api/v1/correction/me/devices', { body: made.body, key: idempotencyKey })
  await renameKey(fresh, session.personId)
  keep(nameOf(), { deviceId: device.id, counter: 0 })
  made = undefined
  return device
}

/** The attempt signed with this phone's key; unsigned where it has none. Uses up one number of the counter. */
export async function signedHere(attempt: Attempt): Promise<Attempt> {
  if (!deviceId()) return attempt
  const key = await findKey(session.personId)
  const counted = await alone('signing', () => Promise.resolve(count()))
  return key && counted ? signed(attempt, key, counted.deviceId, counted.counter) : attempt
}

/** One more; kept before it is used, so that no number is ever used twice. */
function count(): Kept | undefined {
  const kept = readKept<Kept>(nameOf())
  if (!kept) return undefined
  const next = { ...kept, counter: kept.counter + 1 }
  return keep(nameOf(), next) ? next : undefined
}
