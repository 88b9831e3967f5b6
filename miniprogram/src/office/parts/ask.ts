/** A short form as data: what is asked before something is done, and what is done with the answers. Pure but for `send`. */

export interface Field {
  name: string
  kind: 'line' | 'lines' | 'choice' | 'many' | 'select' | 'date' | 'moment' | 'number' | 'switch' | 'list' | 'files'
  label: string
  hint?: string
  required?: boolean
  options?: readonly { value: string; label: string; hint?: string }[]
  max?: number
  rows?: number
  min?: string
  until?: string
  /** Asked only where this holds of the answers so far. */
  when?: (answers: Answers) => boolean
}
export type Answer = string | string[] | boolean | null | undefined
export type Answers = Record<string, Answer>

export interface Ask {
  title: string
  /** What happens, who is told, what cannot be undone: in plain words. */
  text?: string
  fields: readonly Field[]
  /** What stands there before anybody typed. */
  start?: Answers
  button: string
  grave?: boolean
  /** Name of the draft: what was typed stays until it was sent. */
  draft: string
  /** The matter that files belong to. */
  matterId?: string
  /** What is said when it worked. */
  done?: string
  send: (answers: Answers, key: string) => Promise<unknown>
}

export const shown = (ask: Ask, answers: Answers): Field[] => ask.fields.filter((f) => !f.when || f.when(answers))

/** Required fields that are empty, with what to say. */
export function missing(ask: Ask, answers: Answers, words: (label: string) => string): Record<string, string> {
  const open = shown(ask, answers).filter((f) => f.required && isEmpty(answers[f.name]))
  return Object.fromEntries(open.map((f) => [f.name, words(f.label)]))
}

const isEmpty = (value: Answer): boolean => value === undefined || value === null || (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0)

/** Answers ready to be sent: nothing of a field that is not asked, null for what was left empty. */
export function given(ask: Ask, answers: Answers): Answers {
  return Object.fromEntries(
    shown(ask, answers).map((f) => {
      const value = answers[f.name]
      if (f.kind === 'switch') return [f.name, value === true]
      if (f.kind === 'many' || f.kind === 'files') return [f.name, Array.isArray(value) ? value : []]
      if (f.kind === 'list') return [f.name, linesOf(value)]
      return [f.name, isEmpty(value) ? null : typeof value === 'string' ? value.trim() : value]
    }),
  )
}

const linesOf = (value: Answer): string[] => (typeof value === 'string' ? value.split('\n').map((one) => one.trim()).filter(Boolean) : [])

/** `2026-03-01` and `08:30` of Asia/Shanghai as an instant. */
export const instantOf = (day: string, time: string): string => new Date(`${day}T${time || '00:00'}:00+08:00`).toISOString()

/** An answer that the API wants as text, of a field that was required. */
export const text = (value: Answer): string => (typeof value === 'string' ? value : '')
export const orNull = (value: Answer): string | null => (typeof value === 'string' && value !== '' ? value : null)
export const listOf = (value: Answer): string[] => (Array.isArray(value) ? value : [])
