/** What each kind of log entry holds, and the entry as it is sent. */
import type { components } from '@/api/schema'
import { t } from '@/locales/lawyer'
import { t as common } from '@/locales/common'

type EntryIn = components['schemas']['EntryIn']
export type Content = EntryIn['content']
export type Kind = Content['kind']
export type Field = 'place' | 'told' | 'not_told_reason' | 'text' | 'question' | 'answer' | 'ground' | 'body' | 'room' | 'session' | 'note' | 'hearing_id' | 'title' | 'form'

export interface Form {
  kind: string
  /** A moment in Asia/Shanghai, `2026-03-01T09:30`. */
  at: string
  place: string
  told: string[]
  not_told_reason: string
  text: string
  question: string
  answer: string
  ground: string
  body: string
  room: string
  session: string
  note: string
  hearing_id: string
  title: string
  form: string
  evidence_ids: string[]
}

interface Spec {
  must: readonly Field[]
  may?: readonly Field[]
  /** A signed paper has to be among its files. */
  signed?: boolean
  /** Dictionary of `ground`. */
  grounds?: string
}

/** Kinds a lawyer writes; a handover is written by the product itself. */
export const KINDS: Record<Exclude<Kind, 'handed_over'>, Spec> = {
  first_meeting: { must: ['place', 'told'], may: ['not_told_reason', 'text'] },
  client_meeting: { must: ['place', 'text'], signed: true },
  progress: { must: ['text'] },
  inquiry_answered: { must: ['question', 'answer'] },
  hearing: { must: ['session', 'body'], may: ['room', 'note'] },
  hearing_result: { must: ['hearing_id', 'text'] },
  investigation: { must: ['text'] },
  document_filed: { must: ['title', 'body'], may: ['note'] },
  written_opinion: { must: ['body', 'text'] },
  mediation_consent: { must: ['form', 'text'], signed: true },
  centre_report: { must: ['ground', 'text'], grounds: 'report_ground' },
  change_of_facts: { must: ['ground', 'text'], grounds: 'termination_ground' },
}
/** Kinds the recipient does not read. */
export const HIDDEN: readonly string[] = ['client_meeting', 'investigation', 'centre_report', 'change_of_facts']

export function specOf(kind: string): Spec | undefined {
  return KINDS[kind as keyof typeof KINDS]
}

export function blank(kind: string, at: string): Form {
  return { kind, at, place: '', told: [], not_told_reason: '', text: '', question: '', answer: '', ground: '', body: '', room: '', session: '', note: '', hearing_id: '', title: '', form: '', evidence_ids: [] }
}

const NAMES: Record<Field, Parameters<typeof t>[0]> = {
  place: 'entry_place',
  told: 'entry_told',
  not_told_reason: 'entry_not_told',
  text: 'entry_text',
  question: 'entry_question',
  answer: 'entry_answer',
  ground: 'entry_ground',
  body: 'entry_body',
  room: 'entry_room',
  session: 'entry_session',
  note: 'entry_note',
  hearing_id: 'entry_hearing',
  title: 'entry_title',
  form: 'entry_form',
}
export const nameOf = (field: Field): string => t(NAMES[field])

/** Messages by field for what is not filled in. */
export function missing(form: Form): Record<string, string> {
  const spec = specOf(form.kind)
  if (!spec) return { kind: common('must_fill', { label: t('entry_kind') }) }
  const must = (name: string): string => common('must_fill', { label: name })
  const found: Record<string, string> = {}
  if (form.at.length !== 16) found.happened_at = must(t('entry_when'))
  for (const field of spec.must) if (form[field].length === 0) found[field] = must(nameOf(field))
  if (spec.signed && form.evidence_ids.length === 0) found.evidence_ids = must(t('entry_files_signed'))
  return found
}

export function entryOf(form: Form, corrects: string): EntryIn {
  const spec = specOf(form.kind)
  const fields = [...(spec?.must ?? []), ...(spec?.may ?? [])]
  const content = Object.fromEntries(fields.map((f) => [f, form[f].length === 0 ? null : form[f]]))
  return {
    happened_at: `${form.at}:00+08:00`,
    content: { kind: form.kind, ...content } as Content,
    evidence_ids: form.evidence_ids,
    corrects_id: corrects || null,
  }
}
