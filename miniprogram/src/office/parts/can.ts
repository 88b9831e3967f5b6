/** What this person's roles let them do at all; what may be done with one object now is in its `allowed_actions`. */
import { loadMe, person } from '@/stores/me'

export const can = (action: string): boolean => person.me?.allowed_actions.includes(action) ?? false

export async function knowMe(): Promise<void> {
  if (!person.me) await loadMe()
}
