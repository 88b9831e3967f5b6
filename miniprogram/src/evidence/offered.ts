/** What the API last offered with a matter's files: without a network they are still collected on the phone. */
import type { components } from '@/api/schema'
import { forget, keep, keptNames, readKept } from '@/stores/kept'
import { session, whenLoggedOut } from '@/stores/session'

export type MatterAction = components['schemas']['EvidenceMatterAction']

const PREFIX = 'evidence-offered:'
const nameOf = (matterId: string): string => `${PREFIX}${session.personId}:${matterId}`

export const lastOffered = (matterId: string): readonly MatterAction[] => readKept<MatterAction[]>(nameOf(matterId)) ?? []

export function keepOffered(matterId: string, actions: readonly MatterAction[]): readonly MatterAction[] {
  keep(nameOf(matterId), actions)
  return actions
}

whenLoggedOut(() => keptNames(PREFIX).forEach(forget))
