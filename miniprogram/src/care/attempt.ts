/** One attempt to check in, and the text of it that the phone signs (docs/check-in-signing.md). */
import type { Sent } from '@/api/client'
import type { SigningKey } from '@/platform/signing'

export type Attempt = Sent<'/api/v1/correction/check-ins', 'post'>
export type Failure = NonNullable<Attempt['failures']>[number]
type Fix = NonNullable<Attempt['fixes']>[number]

const ms = (instant: string): number => new Date(instant).getTime()
/** Whole numbers only, so that no two languages write one number differently. */
const whole = (x: number, scale: number): string => String(Math.floor(x * scale + 0.5))

function fixLine(f: Fix): string {
  return `fix ${whole(f.latitude_deg, 1e7)} ${whole(f.longitude_deg, 1e7)} ${f.datum} ${whole(f.accuracy_m, 100)} ${f.provider ?? 'unknown'} ${ms(f.fixed_at)}`
}

function deviceLines(d: Attempt['device']): string[] {
  if (!d) return ['device -']
  return [`device ${d.platform} ${d.mock_location ? 1 : 0} ${d.battery_percent ?? '-'} ${d.app_version || '-'}`, `model ${d.model}`]
}

/** What is signed: the signature's own `value` is no part of it, its device and counter are. */
export function signedText(a: Attempt): string {
  return [
    'yijiantong-check-in-1',
    `${a.attempt_id.toLowerCase()} ${ms(a.made_at)}`,
    a.challenge ? `duty ${a.challenge.duty_id.toLowerCase()} ${a.challenge.nonce}` : 'duty - -',
    a.signature ? `key ${a.signature.device_id.toLowerCase()} ${a.signature.counter}` : 'key - -',
    ...(a.fixes ?? []).map(fixLine),
    `failures ${(a.failures ?? []).join(',') || '-'}`,
    ...deviceLines(a.device),
    `evidence ${a.photo_id?.toLowerCase() ?? '-'} ${a.voice_id?.toLowerCase() ?? '-'}`,
    `borrowed ${a.borrowed ? a.borrowed.owner_name : '-'}`,
  ].join('\n')
}

/** What proves, when a phone is registered, that it holds the private key. */
export function proofText(code: string, algorithm: string, publicKey: string): string {
  return `yijiantong-device-1\n${code}\n${algorithm}\n${publicKey}`
}

/** The attempt with its signature. */
export async function signed(attempt: Attempt, key: SigningKey, deviceId: string, counter: number): Promise<Attempt> {
  const open: Attempt = { ...attempt, signature: { device_id: deviceId, counter, value: '' } }
  return { ...attempt, signature: { device_id: deviceId, counter, value: await key.sign(signedText(open)) } }
}

const AHEAD_MS = 5_000

/**
 * The same attempt told with the clock put right; it is a new one, so it needs an id and a signature of its own. A fix
 * that the satellites stamped is right already: moved, it would be ahead of the attempt or far behind it.
 */
export function shifted(attempt: Attempt, byMs: number, id: string): Attempt {
  const madeMs = ms(attempt.made_at) + byMs
  const moved = (instant: string): number => {
    const readings = [ms(instant) + byMs, ms(instant)].filter((t) => t <= madeMs + AHEAD_MS)
    return readings.length > 0 ? Math.max(...readings) : madeMs
  }
  return {
    ...attempt,
    attempt_id: id,
    made_at: new Date(madeMs).toISOString(),
    fixes: (attempt.fixes ?? []).map((f) => ({ ...f, fixed_at: new Date(moved(f.fixed_at)).toISOString() })),
    signature: undefined,
  }
}
