/** What an application says, section by section, as lines to read: only what is there. Pure apart from the dictionaries. */
import type { components } from '@/api/schema'
import { t } from '@/locales/desk'
import { label } from '@/stores/dictionaries'
import { dateText, moneyText } from '@/use/words'

type View = components['schemas']['ApplicationView']
type Side = components['schemas']['OtherSideView']
export interface Line {
  name: string
  value: string
}
export interface FactSection {
  section: components['schemas']['Section']
  lines: Line[]
}

const yesNo = (on: boolean | null | undefined) => (on === null || on === undefined ? '' : on ? t('yes') : t('no'))
const several = (dictionary: string, codes: readonly string[] | undefined) => (codes ?? []).map((c) => label(dictionary, c)).join('、')
const side = (s: Side) => `${s.name}（${label('side_kind', s.kind)}${s.number_masked ? ` ${s.number_masked}` : ''}）`
const sides = (all: readonly Side[]) => all.map(side).join('；')
/** `2026-05` to `2026-08` */
const months = (from: string, to: string) => (from === to ? dateText(from) : t('from_to', { from: dateText(from), to: dateText(to) }))

function lines(pairs: readonly [string, string | number | null | undefined][]): Line[] {
  return pairs.filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value]) => ({ name, value: String(value) }))
}

function applicant(v: View): Line[] {
  const a = v.applicant
  return lines([
    [t('f_name'), v.applicant_name],
    [t('f_channel'), label('application_channel', v.channel)],
    [t('f_entered_by'), v.entered_by],
    [t('f_migrant'), yesNo(a?.is_migrant_worker)],
    [t('f_statuses'), several('person_status', a?.statuses)],
    [t('f_counsel'), a ? yesNo(a.has_counsel) || t('not_said') : ''],
    [t('f_address'), a?.address],
    [t('f_help'), a?.assistance_needed],
    [t('f_language'), a?.only_language ? label('language', a.only_language) : ''],
    [t('f_woman'), a?.asks_for_woman ? t('yes') : ''],
  ])
}

function representation(v: View): Line[] {
  const r = v.representation
  if (!r) return []
  return lines([
    [t('f_capacity'), label('capacity', r.capacity)],
    [t('f_relation'), r.relation],
    [t('f_recipient'), r.recipient_name],
    [t('f_document'), r.recipient_number_masked ? `${label('document_kind', r.recipient_document_kind)} ${r.recipient_number_masked}` : ''],
    [t('f_born'), dateText(r.recipient_born_on)],
    [t('f_detained'), r.is_recipient_detained ? t('yes') : ''],
    [t('f_incapable'), r.is_recipient_incapable ? t('yes') : ''],
  ])
}

function claim(v: View): Line[] {
  const c = v.claim
  if (!c) return []
  return lines([
    [t('f_employer'), c.employer_name],
    [t('f_credit'), c.employer_credit_code],
    [t('f_period'), months(c.period_from, c.period_to)],
    [t('f_owed'), moneyText(c.amount_fen)],
    [t('f_story'), c.description],
  ])
}

function matter(v: View): Line[] {
  const m = v.matter
  if (!m) return []
  return lines([
    [t('f_sides'), sides(m.other_sides)],
    [t('f_request'), m.request],
    [t('f_amount'), moneyText(m.amount_fen)],
    [t('f_event'), dateText(m.event_on)],
    [t('f_story'), m.facts],
  ])
}

function criminal(v: View): Line[] {
  const c = v.criminal
  if (!c) return []
  return lines([
    [t('f_role'), label('criminal_role', c.role)],
    [t('f_stage'), label('criminal_stage', c.stage)],
    [t('f_charges'), c.charges],
    [t('f_authority'), `${c.authority_name}（${label('forum_kind', c.authority_kind)}，${c.area_name}）`],
    [t('f_number'), c.authority_case_number],
    [t('f_custody'), c.is_in_custody ? (c.custody_place ?? t('yes')) : t('no')],
    [t('f_grounds'), several('notice_ground', c.grounds)],
    [t('f_ordinary'), yesNo(c.is_ordinary_procedure)],
    [t('f_sides'), sides(c.other_sides)],
    [t('f_story'), c.facts],
  ])
}

function place(v: View): Line[] {
  return v.place ? lines([[t('f_place'), v.place.area_name], [t('f_address'), v.place.address]]) : []
}

function forum(v: View): Line[] {
  const f = v.forum
  if (!f) return []
  return lines([
    [t('f_forum'), [f.name, f.kind ? label('forum_kind', f.kind) : ''].filter(Boolean).join('，')],
    [t('f_place'), f.area_name],
    [t('f_stage'), f.stage ? label('forum_stage', f.stage) : ''],
    [t('f_number'), f.case_number],
  ])
}

function hardship(v: View): Line[] {
  const h = v.hardship
  if (!h) return []
  return lines([
    [t('f_household'), t('people', { count: h.household_size })],
    [t('f_income'), moneyText(h.household_income_fen)],
    [t('f_own_income'), moneyText(h.own_income_fen)],
    [t('f_savings'), moneyText(h.savings_fen)],
    [t('f_property'), h.main_property],
    [t('f_reason'), h.reason],
    [t('f_in_household'), h.opponent_in_household ? t('yes') : ''],
    [t('f_verification'), label('hardship_verification', h.verification)],
  ])
}

function urgency(v: View): Line[] {
  const u = v.urgency
  if (!u) return []
  return lines([
    [t('f_urgency'), label('urgency_ground', u.ground)],
    [t('f_limitation'), dateText(u.limitation_on)],
    [t('f_days_left'), u.days_left === null ? '' : t('days', { count: u.days_left })],
    [t('f_reason'), u.explanation],
  ])
}

const BUILDERS: readonly [FactSection['section'], (v: View) => Line[]][] = [
  ['applicant', applicant],
  ['representation', representation],
  ['claim', claim],
  ['matter', matter],
  ['criminal', criminal],
  ['place', place],
  ['forum', forum],
  ['hardship', hardship],
  ['urgency', urgency],
]

export function factsOf(view: View): FactSection[] {
  return BUILDERS.map(([section, build]) => ({ section, lines: build(view) })).filter((s) => s.lines.length > 0)
}
