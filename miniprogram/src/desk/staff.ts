/** The member of staff at the desk: as whom, of which centre. */
import { onLoad } from '@dcloudio/uni-app'
import { computed, ref } from 'vue'
import { active, loadMe, person } from '@/stores/me'
import { mustLogIn } from '@/use/going'

export const agencyId = computed(() => active.value?.agency_id ?? '')
const may = (action: string) => person.me?.allowed_actions.includes(action) ?? false
export const isDecider = computed(() => may('legal_aid.application.decide'))
/** Whether this role takes cases on: the bureau's approver reads and reviews objections alone. */
export const worksOnCases = computed(() => may('legal_aid.application.accept'))

/**
 * Runs `work` with the page's query as soon as it is known who is here; sends to the log-in and back otherwise.
 * @returns the query and what went wrong
 */
export function useStaff(path: string, work: (query: Record<string, string>) => void): { problem: ReturnType<typeof ref<unknown>>; again(): void } {
  const problem = ref<unknown>()
  let query: Record<string, string> = {}

  async function begin(): Promise<void> {
    problem.value = undefined
    try {
      if (!person.me) await loadMe()
    } catch (wrong) {
      problem.value = wrong
      return
    }
    work(query)
  }

  onLoad((given) => {
    query = Object.fromEntries(Object.entries(given ?? {}).map(([k, v]) => [k, decodeURIComponent(String(v))]))
    const pairs = Object.entries(query).map(([k, v]) => `${k}=${encodeURIComponent(v)}`)
    if (mustLogIn(pairs.length > 0 ? `${path}?${pairs.join('&')}` : path)) void begin()
  })
  return { problem, again: () => void begin() }
}
