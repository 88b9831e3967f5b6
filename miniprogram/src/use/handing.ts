/** Handing something in: at once where there is a network, else by the outbox as soon as there is one. */
import { Problem } from '@/api/problem'
import { post, waitingEntries, type Waiting } from '@/stores/outbox'
import { say } from '@/stores/toast'
import { t } from '@/locales/common'
import { checked } from './checked'
import type { Submit } from './submit'

export type Handed = 'sent' | 'waiting' | undefined

/**
 * The outbox takes over with the same key, so that what did arrive unheard is not done twice.
 * @param work sends it now
 * @param files evidence it rests on
 * @returns undefined where it was refused, or could not even be kept: `submit` says why
 */
export async function handIn(submit: Submit, entry: Pick<Waiting, 'title' | 'path' | 'body'>, work: (key: string) => Promise<unknown>, files: readonly string[] = []): Promise<Handed> {
  let used = ''
  const done = await submit.run(entry.body, async (key) => {
    used = key
    await checked(files)
    await work(key)
    return true
  })
  if (done) return 'sent'
  const problem = submit.problem
  if (!used || !(problem instanceof Problem) || problem.status !== 0) return undefined
  try {
    post(entry, used)
  } catch {
    return undefined
  }
  submit.problem = undefined
  say(t('kept_waiting'), 'plain')
  return 'waiting'
}

/** Whether something for this path waits on the phone already: then it is not handed in a second time. */
export function isWaiting(path: string): boolean {
  return waitingEntries.value.some((e) => e.path === path)
}
