/** What was answered to a notice so far: what the centre has, overlaid by what was typed on this phone since. */
import { reactive } from 'vue'
import type { components } from '@/api/schema'
import { useDraft } from '@/use/drafts'

type Notice = components['schemas']['DeficiencyNoticeView']
type Item = components['schemas']['DeficiencyView']
export interface Answer {
  evidence_ids: string[]
  explanation: string
}
type Form = Record<string, Answer>

export function isAnswered(answer: Answer | undefined): boolean {
  return answer !== undefined && (answer.evidence_ids.length > 0 || answer.explanation.trim() !== '')
}

/** The body for what is answered; items left open are left out. */
export function answersOf(items: readonly Item[], form: Form): components['schemas']['SupplementIn'] {
  const answered = items.filter((i) => isAnswered(form[i.id]))
  return { answers: answered.map((i) => ({ item_id: i.id, evidence_ids: form[i.id].evidence_ids, explanation: form[i.id].explanation.trim() || null })) }
}

export function useAnswers(): { form: Form; begin(notice: Notice): void; isDone(id: string): boolean; forget(): void } {
  const form = reactive<Form>({})
  let drop = (): void => undefined
  let begun = ''
  return {
    form,
    begin(notice) {
      if (begun === notice.id) return
      begun = notice.id
      for (const item of notice.items) form[item.id] = { evidence_ids: [...item.evidence_ids], explanation: item.explanation ?? '' }
      drop = useDraft<Form>(`supplement:${notice.id}`, form)
    },
    isDone: (id) => isAnswered(form[id]),
    forget: () => drop(),
  }
}
