/** Sending a form: never twice at once, the same key for every try of the same content, and problems by field. */
import { reactive } from 'vue'
import { uuid4 } from '@/api/keys'
import { Problem } from '@/api/problem'
import { hush, say } from '@/stores/toast'
import { t } from '@/locales/common'
import { hasWrongAmount } from './amounts'
import { sentence } from './words'

export interface Submit {
  busy: boolean
  /** Messages by field name, as the API or the form named them. */
  errors: Record<string, string>
  problem: unknown
  /**
   * Runs `work` with an idempotency key that stays until the content changes or it succeeded.
   * @param content what is sent: another content is another intent
   * @returns its answer; undefined where it failed (problem and errors say why) or already runs
   */
  run<T>(content: unknown, work: (key: string) => Promise<T>): Promise<T | undefined>
  /** Shows what the form itself found wrong. @returns whether there is anything */
  refuse(errors: Record<string, string>): boolean
}

/** Brings the first field with something wrong into sight and under the keyboard. */
function toFirstError(): void {
  // #ifdef H5
  setTimeout(() => {
    const error = globalThis.document.querySelector('uni-page:last-of-type .y-field__error')
    const field = error?.closest('.y-field')
    field?.scrollIntoView({ block: 'center' })
    field?.querySelector<HTMLElement>('input, select, textarea, button')?.focus({ preventScroll: true })
  })
  // #endif
}

export function useSubmit(): Submit {
  let key = ''
  let sent = ''
  const state: Submit = reactive({
    busy: false,
    errors: {},
    problem: undefined,
    async run<T>(content: unknown, work: (key: string) => Promise<T>): Promise<T | undefined> {
      if (state.busy) return undefined
      if (hasWrongAmount()) {
        say(t('wrong_money'), 'bad')
        toFirstError()
        return undefined
      }
      const text = JSON.stringify(content) ?? ''
      if (!key || text !== sent) key = uuid4()
      sent = text
      hush()
      Object.assign(state, { busy: true, errors: {}, problem: undefined })
      try {
        const answer = await work(key)
        key = ''
        return answer
      } catch (problem) {
        state.problem = problem
        if (problem instanceof Problem) {
          state.errors = problem.byField()
          // after the server's own fault nobody knows what was done: the next try asks by the same key
          if (!problem.passing && problem.status < 500) key = ''
          if (problem.errors.length > 0) toFirstError()
        }
        say(sentence(problem), 'bad')
        return undefined
      } finally {
        state.busy = false
      }
    },
    refuse(errors: Record<string, string>): boolean {
      state.errors = errors
      const count = Object.keys(errors).length
      if (count === 0) hush()
      else {
        say(t('check_errors', { count }), 'bad')
        toFirstError()
      }
      return count > 0
    },
  }) as Submit
  return state
}
