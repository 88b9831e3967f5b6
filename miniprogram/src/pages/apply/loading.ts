/** The application a page is about, from its query. */
import { onLoad, onShow } from '@dcloudio/uni-app'
import { reactive } from 'vue'
import { call } from '@/api/client'
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

export function getApplication(id: string): Promise<Application> {
  return call('get', '/api/v1/applications/{application_id}', { path: { application_id: id } })
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
    opened.forOther = opened.query.for === 'other'
    if (mustLogIn(withQuery(path, opened.query))) void opened.application.load()
  })
  onShow(() => {
    if (shown && again) void opened.application.load()
    shown = true
  })
  return opened
}
