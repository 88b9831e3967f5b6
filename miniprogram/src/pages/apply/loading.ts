/** The application a page is about, from its query. */
import { onLoad, onShow } from '@dcloudio/uni-app'
import { reactive } from 'vue'
import { call } from '@/api/client'
import { Problem } from '@/api/problem'
import { forget, keep, readKept } from '@/stores/kept'
import { session } from '@/stores/session'
import { mustLogIn, withQuery } from '@/use/going'
import { useLoad, type Loading } from '@/use/loading'
import type { Application } from './steps'

export interface Opened {
  id: string
  /** Whether it was begun for somebody else. */
  forOther: boolean
  query: Record<string, string>
  application: Loading<Application>
}

/** A draft as it was last seen, so that it can be filled in where there is no network; gone with the log-in. */
const keptName = (id: string) => `draft:${session.personId}:application:${id}:view`
const forName = (id: string) => `draft:${session.personId}:application:${id}:for`

/** Begun for somebody else: remembered until it says so itself, however the draft is opened again. */
export function beganForOther(id: string): void {
  keep(forName(id), 'other')
}

/** @throws Problem */
export async function getApplication(id: string): Promise<Application> {
  try {
    const found = await call('get', '/api/v1/applications/{application_id}', { path: { application_id: id } })
    if (found.status === 'draft') keep(keptName(id), found)
    else forget(keptName(id))
    return found
  } catch (problem) {
    const kept = problem instanceof Problem && problem.status === 0 ? readKept<Application>(keptName(id)) : undefined
    if (kept) return kept
    throw problem
  }
}

/** @param path the page itself, to come back to after logging in */
export function useApplication(path: string, again = true): Opened {
  const opened: Opened = reactive({
    id: '',
    forOther: false,
    query: {},
    application: useLoad(() => getApplication(opened.id)),
  }) as Opened
  let shown = false
  onLoad((query) => {
    opened.query = (query ?? {}) as Record<string, string>
    opened.id = opened.query.id ?? ''
    opened.forOther = opened.query.for === 'other' || readKept<string>(forName(opened.id)) === 'other'
    if (mustLogIn(withQuery(path, opened.query))) void opened.application.load()
  })
  onShow(() => {
    if (shown && again) void opened.application.load()
    shown = true
  })
  return opened
}
