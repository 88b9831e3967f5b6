/**
 * Attempts on their way: each is kept on the phone before it is sent, so that the same bytes are sent until there is an
 * answer, whatever happens to the page or the app meanwhile.
 */
import { computed } from 'vue'
import type { Answered } from '@/api/client'
import { uuid4 } from '@/api/keys'
import { Problem } from '@/api/problem'
import { t } from '@/locales/care'
import { loadClient, now } from '@/stores/client'
import { network } from '@/stores/network'
import { drop, outbox, post, resume, whenRefused, whenSent, type Waiting } from '@/stores/outbox'
import { session } from '@/stores/session'
import { timeText } from '@/use/words'
import { shifted, type Attempt } from './attempt'
import { signedHere } from './device'

const PATH = '/api/v1/correction/check-ins'
type Outcome = Answered<typeof PATH, 'post'>
type Result = Outcome | Problem | 'waiting'

const asking = new Map<string, (result: Outcome | Problem) => void>()
whenSent((entry, answer) => asking.get(entry.id)?.(answer as Outcome))
whenRefused((entry, problem) => asking.get(entry.id)?.(problem))

const own = (e: Waiting): boolean => e.path === PATH && e.personId === session.personId
/** Attempts of this person that are still on the phone. */
export const attemptsWaiting = computed(() => (outbox.entries as Waiting[]).filter((e) => own(e) && e.state === 'waiting'))
export const attemptsRefused = computed(() => (outbox.entries as Waiting[]).filter((e) => own(e) && e.state === 'refused'))

/**
 * Keeps the attempt and sends it, after everything that waits already.
 * @param late told of the answer where it comes only later, when there is a network again
 * @returns the server's answer, or why it was refused, or that it waits for a network
 * @throws Error when the phone has no room to keep it
 */
export async function sendAttempt(attempt: Attempt, late: (result: Outcome | Problem) => void): Promise<Result> {
  const id = attempt.attempt_id
  let result: Result = 'waiting'
  asking.set(id, (found) => (result = found))
  post({ title: t('check_in_at', { time: timeText(attempt.made_at) }), path: PATH, body: attempt }, id)
  await resume()
  if (result === 'waiting' && network.online) await resume() // a round that ended just before did not see it
  asking.delete(id)
  if (result === 'waiting') asking.set(id, late)
  if ((result as Result) instanceof Problem) drop(id)
  return result
}

/**
 * What was made without a network by a phone whose clock was ahead is refused once our time is known: it is told again
 * with the clock put right. What the window no longer needs is let go.
 */
export async function mendRefused(): Promise<void> {
  if (attemptsRefused.value.some((e) => e.problem?.code === 'clock_wrong')) await loadClient().catch(() => undefined)
  for (const entry of attemptsRefused.value.slice()) {
    if (entry.problem?.code === 'challenge_used') drop(entry.id)
    if (entry.problem?.code !== 'clock_wrong') continue
    const attempt = entry.body as Attempt
    const phoneMs = new Date(entry.madeAt).getTime()
    const assumedMs = new Date(attempt.made_at).getTime() - phoneMs
    const offsetMs = now().getTime() - Date.now()
    if (Math.abs(offsetMs - assumedMs) < 60_000) continue
    const told = await signedHere(shifted(attempt, offsetMs - assumedMs, uuid4()))
    if (!attemptsRefused.value.some((e) => e.id === entry.id)) continue // mended meanwhile
    post({ title: entry.title, path: PATH, body: told }, told.attempt_id)
    drop(entry.id)
  }
}
