/** What was typed and not handed in yet: kept on the phone, by person and form, until it is handed in. */
import { watch, type UnwrapNestedRefs } from 'vue'
import { forget, keep, keptNames, readKept } from '@/stores/kept'
import { session, whenLoggedOut } from '@/stores/session'

const PREFIX = 'draft:'
const PAUSE_MS = 300

/** Whether what was kept, perhaps by an older version, still fits where it is put back. */
function alike(now: unknown, kept: unknown): boolean {
  const kind = (v: unknown): string => (Array.isArray(v) ? 'list' : typeof v)
  if (now === undefined || now === null) return true
  return kept === null ? typeof now !== 'object' : kind(now) === kind(kept)
}

/**
 * Keeps `form` (a reactive object) under `name` while it changes, and puts back what was kept before.
 * @returns forget it: after it was handed in
 */
export function useDraft<T extends object>(name: string, form: UnwrapNestedRefs<T>): () => void {
  const full = `${PREFIX}${session.personId}:${name}`
  const fields = form as Record<string, unknown>
  for (const [field, value] of Object.entries(readKept<Partial<T>>(full) ?? {})) if (alike(fields[field], value)) fields[field] = value
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

/** On a shared phone nothing is left of who logs out; who was only timed out finds it again. */
whenLoggedOut((how, personId) => {
  if (how === 'chosen') [`${PREFIX}${personId}:`, `${PREFIX}:`].flatMap(keptNames).forEach(forget)
})
