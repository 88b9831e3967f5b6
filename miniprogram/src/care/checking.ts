/** One check-in from the button to the answer: locate, sign, keep on the phone, send, and say what came of it. */
import { reactive } from 'vue'
import type { Answered } from '@/api/client'
import { uuid4 } from '@/api/keys'
import { Problem } from '@/api/problem'
import { appVersion, batteryPercent, phoneModel, phonePlatform } from '@/platform/phone'
import { locate, type Fix } from '@/platform/location'
import { now, setClock } from '@/stores/client'
import { keep, readKept } from '@/stores/kept'
import { shifted, type Attempt, type Failure } from './attempt'
import { deviceId, forgetDevice, signedHere } from './device'
import { challenge, type Challenge } from './own'
import { sendAttempt } from './sending'

export type Outcome = Answered<'/api/v1/correction/check-ins', 'post'>
/** ready → locating → sending → done (answered), kept (no network), refused (the server says why), failed (not sent). */
export type Stage = 'ready' | 'locating' | 'sending' | 'done' | 'kept' | 'refused' | 'failed'

export interface Extra {
  photo_id?: string
  voice_id?: string
  borrowed?: { owner_name: string; consent: string }
}
export interface CheckIn {
  stage: Stage
  /** The best accuracy so far, in metres. */
  bestM: number | undefined
  count: number
  failure: Failure | undefined
  /** How often in a row the phone was not allowed to locate. */
  denied: number
  outcome: Outcome | undefined
  problem: unknown
  isOffline: boolean
  isSigned: boolean
  /** Whether something was due. */
  wasDue: boolean
  begin(extra?: Extra): Promise<void>
  reset(): void
}

const DENIED = 'location-denied'
/** What the server says of the phone's key: the window's own number still proves the moment. */
const KEY_PROBLEMS = ['unknown_device', 'counter_backwards', 'bad_signature']

export function useCheckIn(): CheckIn {
  const fresh = { stage: 'ready' as Stage, bestM: undefined, count: 0, failure: undefined, outcome: undefined, problem: undefined, isOffline: false, isSigned: false, wasDue: false }
  const state: CheckIn = reactive({
    ...fresh,
    denied: readKept<number>(DENIED) ?? 0,
    async begin(extra: Extra = {}) {
      if (state.stage === 'locating' || state.stage === 'sending') return
      Object.assign(state, fresh, { stage: 'locating' })
      try {
        await run(state, extra)
      } catch (problem) {
        Object.assign(state, { stage: 'failed', problem })
      }
    },
    reset() {
      Object.assign(state, fresh)
    },
  }) as CheckIn
  return state
}

async function run(state: CheckIn, extra: Extra): Promise<void> {
  const asked = challenge()
  asked.catch(() => undefined)
  const located = await locate({ onFix: (fix) => noteFix(state, fix) })
  const window = await asked
  state.isOffline = window === 'offline'
  state.wasDue = typeof window === 'object'
  noteDenied(state, located.failure === 'no_permission')
  state.failure = located.failure
  if (located.failure && window === 'none') {
    state.stage = 'failed'
    return
  }
  state.stage = 'sending'
  const attempt = await describe(located.fixes, reasons(located.failure, state.isOffline), extra)
  await deliver(state, withWindow(attempt, window))
}

function noteFix(state: CheckIn, fix: Fix): void {
  state.count += 1
  state.bestM = state.bestM === undefined ? fix.accuracy_m : Math.min(state.bestM, fix.accuracy_m)
}

function noteDenied(state: CheckIn, isDenied: boolean): void {
  state.denied = isDenied ? state.denied + 1 : 0
  keep(DENIED, state.denied)
}

function reasons(failure: Failure | undefined, isOffline: boolean): Failure[] {
  if (!failure) return []
  return isOffline ? [failure, 'no_network'] : [failure]
}

async function describe(fixes: Fix[], failures: Failure[], extra: Extra): Promise<Attempt> {
  const battery = await batteryPercent()
  return {
    attempt_id: uuid4(),
    made_at: now().toISOString(),
    fixes,
    failures,
    device: { platform: phonePlatform(), model: phoneModel(), app_version: appVersion(), mock_location: false, battery_percent: battery ?? null },
    ...extra,
  }
}

function withWindow(attempt: Attempt, window: Challenge | 'none' | 'offline'): Attempt {
  return typeof window === 'object' ? { ...attempt, challenge: { duty_id: window.duty_id, nonce: window.nonce } } : attempt
}

/** Sends it; what the phone can put right by itself (clock, key) it does once, as a new attempt. */
async function deliver(state: CheckIn, attempt: Attempt, again = true): Promise<void> {
  const ready = attempt.borrowed ? attempt : await signedHere(attempt)
  state.isSigned = ready.signature !== undefined && ready.signature !== null
  const result = await sendAttempt(ready, (later) => {
    if (state.stage === 'kept' && !(later instanceof Problem)) Object.assign(state, { stage: 'done', outcome: later })
  })
  if (result === 'waiting') {
    state.stage = 'kept'
  } else if (!(result instanceof Problem)) {
    Object.assign(state, { stage: 'done', outcome: result })
  } else {
    const mended = again ? await mend(attempt, result) : undefined
    if (mended) return deliver(state, mended, false)
    Object.assign(state, { stage: 'refused', problem: result })
  }
}

async function mend(attempt: Attempt, problem: Problem): Promise<Attempt | undefined> {
  if (problem.code === 'clock_wrong' && typeof problem.body.server_time === 'string') {
    const before = now().getTime()
    setClock(problem.body.server_time)
    return shifted(attempt, now().getTime() - before, uuid4())
  }
  if (KEY_PROBLEMS.includes(problem.code) && deviceId()) {
    forgetDevice()
    return { ...attempt, attempt_id: uuid4(), signature: undefined }
  }
  if (problem.code === 'challenge_wrong') {
    const window = await challenge()
    return typeof window === 'object' ? withWindow({ ...attempt, attempt_id: uuid4(), signature: undefined }, window) : undefined
  }
  return undefined
}
