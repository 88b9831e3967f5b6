/** Labels of every code, as the API serves them; the last ones known serve while there is no network. */
import { reactive } from 'vue'
import { ask } from '@/api/client'
import { keep, readKept } from './kept'

type Labels = Record<string, Record<string, string>>
interface Kept {
  etag?: string
  labels: Labels
}

const NAME = 'dictionaries'
const kept = readKept<Kept>(NAME)
const state = reactive<{ labels: Labels }>({ labels: kept?.labels ?? {} })

/** Label of a code; the code itself where no dictionary has it. */
export function label(dictionary: string, code: string | null | undefined): string {
  if (code === null || code === undefined) return ''
  return state.labels[dictionary]?.[code] ?? code
}

/** Codes and labels of a dictionary, in the server's order. */
export function options(dictionary: string): { value: string; label: string }[] {
  return Object.entries(state.labels[dictionary] ?? {}).map(([value, text]) => ({ value, label: text }))
}

/** Fetch what changed since. */
export async function loadDictionaries(): Promise<void> {
  const etag = readKept<Kept>(NAME)?.etag
  const answer = await ask('get', '/api/v1/dictionaries', { anonymous: true, none: etag })
  if (answer.status === 304) return
  const labels = answer.data.dictionaries
  state.labels = labels
  keep(NAME, { etag: answer.etag, labels })
}
