/** Rows of one member's ledger while they are typed. Pure. */
import type { components } from '@/api/schema'

export type Row = components['schemas']['RowView']
export type MonthPart = components['schemas']['MonthPart']
export type Proof = components['schemas']['ProofPart']

/** A month as it is typed: amounts may still be missing. */
export interface Draft {
  month: string
  agreed_fen: number | null
  paid_fen: number | null
  note: string
  agreed_proof: Proof | null
  paid_proof: Proof | null
}

/** Months from one to another, both counted, as `2026-03`; none where they are turned round. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = []
  let [year, month] = from.split('-').map(Number)
  for (let name = from; name <= to && months.length < 240; name = `${year}-${String(month).padStart(2, '0')}`) {
    months.push(name)
    month += 1
    if (month > 12) [year, month] = [year + 1, 1]
  }
  return months
}

/** What stands in the form: every month of the claim, and whatever was written beyond it. */
export function draftsOf(rows: readonly Row[], from: string | null, to: string | null): Draft[] {
  const names = new Set([...(from && to ? monthsBetween(from, to) : []), ...rows.map((r) => r.month)])
  return [...names].sort().map((month) => {
    const row = rows.find((r) => r.month === month)
    return row
      ? { month, agreed_fen: row.agreed_fen, paid_fen: row.paid_fen, note: row.note ?? '', agreed_proof: row.agreed_proof ?? null, paid_proof: row.paid_proof ?? null }
      : empty(month)
  })
}

export function empty(month: string): Draft {
  return { month, agreed_fen: null, paid_fen: null, note: '', agreed_proof: null, paid_proof: null }
}

/** The month after the last. */
export function nextMonth(drafts: readonly Draft[], otherwise: string): string {
  const last = drafts.map((d) => d.month).sort().pop()
  return last ? monthsBetween(last, '9999-12').slice(1, 2)[0] : otherwise
}

/** The form with the rows they were typed over, so that what others saved meanwhile is neither hidden nor lost. */
export interface Kept {
  rows: Draft[]
  base: string
  version: number
}

/**
 * Takes over what the ledger says now, where nothing was typed over it.
 * @returns whether it was changed elsewhere and something else was typed here: the person decides
 */
export function caughtUp(kept: Kept, saved: Draft[], version: number): boolean {
  const now = JSON.stringify(saved)
  const typed = JSON.stringify(kept.rows)
  kept.version = version
  if (typed === kept.base || typed === now || (kept.base === '' && kept.rows.length === 0)) Object.assign(kept, { rows: saved, base: now })
  return kept.base !== now
}

/** A month left wholly empty is no row. */
export function isEmpty(d: Draft): boolean {
  return d.agreed_fen === null && d.paid_fen === null && !d.note && !d.agreed_proof && !d.paid_proof
}

/** Months where one amount was typed and the other was not. */
export function unfinished(drafts: readonly Draft[]): string[] {
  return drafts.filter((d) => !isEmpty(d) && (d.agreed_fen === null || d.paid_fen === null)).map((d) => d.month)
}

export function sums(drafts: readonly Draft[]): { agreed: number; paid: number; owed: number } {
  const agreed = drafts.reduce((n, d) => n + (d.agreed_fen ?? 0), 0)
  const paid = drafts.reduce((n, d) => n + (d.paid_fen ?? 0), 0)
  return { agreed, paid, owed: agreed - paid }
}

/** What is sent. */
export function partsOf(drafts: readonly Draft[]): MonthPart[] {
  return drafts
    .filter((d) => !isEmpty(d))
    .map((d) => ({
      month: d.month,
      agreed_fen: d.agreed_fen ?? 0,
      paid_fen: d.paid_fen ?? 0,
      note: d.note.trim() || null,
      agreed_proof: d.agreed_proof,
      paid_proof: d.paid_proof,
    }))
}
