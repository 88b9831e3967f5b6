/** What is wrong with a form, following what is typed. */
import { watch } from 'vue'
import type { Submit } from './submit'

/**
 * A field that was refused and is right now complains no more. Nothing new is complained of before the next try,
 * and what the server said of a field stays.
 */
export function useRecheck(submit: Submit, form: object, wrong: () => Record<string, string>): void {
  let before: Record<string, string> = {}
  watch(
    () => submit.errors,
    () => {
      before = wrong()
    },
    { flush: 'sync' },
  )
  watch(
    form,
    () => {
      const after = wrong()
      const kept = Object.entries(submit.errors).map(([field, said]) => [field, said === before[field] ? after[field] : said] as const)
      if (kept.length > 0) submit.errors = Object.fromEntries(kept.filter((one): one is readonly [string, string] => !!one[1]))
    },
    { deep: true },
  )
}
