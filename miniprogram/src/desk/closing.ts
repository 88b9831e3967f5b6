/** Returning a closing file: everything it lacks at once, from the checklist and in the officer's words. Pure. */
import type { components } from '@/api/schema'

type S = components['schemas']
export interface ReturnForm {
  items: string[]
  other: string
  reasons: string
  days: string
}
/** Names of what is missing: chosen ones first, then one a line. */
export function lacking(form: ReturnForm, name: (code: string) => string): string[] {
  const lines = form.other.split('\n').map((line) => line.trim())
  return [...form.items.map(name), ...lines].filter((line, i, all) => line !== '' && all.indexOf(line) === i)
}

/** Days to complete it; undefined where it is not a number of days the API takes, null where it is left out. */
export function daysOf(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const days = Number(text)
  return Number.isInteger(days) && days >= 1 && days <= 30 ? days : undefined
}

export function returnBody(form: ReturnForm, name: (code: string) => string): S['FileReturn'] {
  return { items: lacking(form, name), reasons: form.reasons.trim(), days: daysOf(form.days) ?? null }
}

/** Rates that pay a kind of work; the others add to one or take from it. */
export function isService(code: string): boolean {
  return !/^(extra_|cross_county|grade_|former_)/.test(code)
}
