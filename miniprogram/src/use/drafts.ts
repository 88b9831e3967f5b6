/** What was typed and not handed in yet: kept on the phone, by person and form, until it is handed in. */
import { watch, type UnwrapNestedRefs } from 'vue'
import { forget, keep, keptNames, readKept } from '@/stores/kept'
import { session, whenLoggedOut } from '@/stores/session'

const PREFIX = 'draft:'
const PAUSE_MS = 300

/**
 * Keeps `form` (a reactive object) under `name` while it changes, and puts back what was kept before.
 * @returns forget it: after it was handed in
 */
export function useDraft<T extends object>(name: string, form: UnwrapNestedRefs<T>): () => void {
  const full = `${PREFIX}${session.personId}:${name}`
  const kept = readKept<Partial<T>>(full)
  if (kept) Object.assign(form, kept)
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = 0
  const write = (): void => {
    last = Date.now()
    keep(full, form)
  }
  watch(
    () => JSON.stringify(form),
    () => {
      clearTimeout(timer)
      // At once after a pause, so that a page closed in the next moment has it; then at most so often.
      if (Date.now() - last >= PAUSE_MS) write()
      else timer = setTimeout(write, PAUSE_MS)
    },
  )
  return () => {
    clearTimeout(timer)
    forget(full)
  }
}

/** On a shared phone nothing is left for the next person; who was only timed out finds it again. */
whenLoggedOut((how) => {
  if (how === 'chosen') keptNames(PREFIX).forEach(forget)
})
