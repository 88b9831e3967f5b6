/** What stands in an application, section by section, as lines for reading. */
import { t } from '@/locales/case'
import { t as common } from '@/locales/common'
import { label } from '@/stores/dictionaries'
import type { Case } from '@/use/cases'
import { dateText, moneyText } from '@/use/words'

export interface Line {
  label: string
  value: string
}
export interface Part {
  section: string
  title: string
  lines: Line[]
}

const yesNo = (on: boolean | null | undefined): string => (on === null || on === undefined ? '' : common(on ? 'yes' : 'no'))
const list = (parts: readonly string[]): string => parts.filter(Boolean).join('、')
const sides = (all: readonly { name: string; number_masked: string | null }[]): string => list(all.map((s) => (s.number_masked ? `${s.name}（${s.number_masked}）` : s.name)))

/** Sections that are there, without lines that have nothing in them. */
export function factsOf(v: Case): Part[] {
  const parts: { section: string; lines: [string, string | null | undefined][] }[] = []
  if (v.applicant) parts.push({ section: 'applicant', lines: applicant(v) })
  if (v.representation)
    parts.push({
      section: 'representation',
      lines: [
        [t('facts_for'), label('capacity', v.representation.capacity)],
        [t('facts_who'), v.representation.recipient_name],
        [t('facts_relation'), v.representation.relation],
      ],
    })
  if (v.claim)
    parts.push({
      section: 'claim',
      lines: [
        [t('facts_employer'), v.claim.employer_name],
        [t('facts_period'), t('facts_period_value', { from: dateText(v.claim.period_from), to: dateText(v.claim.period_to) })],
        [t('facts_amount'), moneyText(v.claim.amount_fen)],
        [t('facts_description'), v.claim.description],
      ],
    })
  if (v.matter)
    parts.push({
      section: 'matter',
      lines: [
        [t('facts_other_sides'), sides(v.matter.other_sides)],
        [t('facts_event_on'), dateText(v.matter.event_on)],
        [t('facts_happened'), v.matter.facts],
        [t('facts_request'), v.matter.request],
        [t('facts_amount'), moneyText(v.matter.amount_fen)],
      ],
    })
  if (v.criminal) parts.push({ section: 'criminal', lines: criminal(v.criminal) })
  if (v.place) parts.push({ section: 'place', lines: [[t('facts_place'), list([v.place.area_name, v.place.address ?? ''])]] })
  if (v.forum)
    parts.push({
      section: 'forum',
      lines: [
        [t('facts_forum'), list([label('forum_kind', v.forum.kind), v.forum.name ?? ''])],
        [t('facts_forum_stage'), label('forum_stage', v.forum.stage)],
        [t('facts_case_number'), v.forum.case_number],
      ],
    })
  if (v.hardship)
    parts.push({
      section: 'hardship',
      lines: [
        [t('facts_household'), t('facts_household_value', { count: v.hardship.household_size })],
        [t('facts_household_income'), moneyText(v.hardship.household_income_fen)],
        [t('facts_own_income'), moneyText(v.hardship.own_income_fen)],
        [t('facts_hardship'), v.hardship.reason],
        [t('facts_verification'), label('hardship_verification', v.hardship.verification)],
      ],
    })
  if (v.urgency)
    parts.push({
      section: 'urgency',
      lines: [
        [t('facts_urgency'), label('urgency_ground', v.urgency.ground)],
        [t('facts_limitation'), dateText(v.urgency.limitation_on)],
        [t('facts_description'), v.urgency.explanation],
      ],
    })
  return parts.map((p) => ({ section: p.section, title: label('section', p.section), lines: p.lines.filter(([, value]) => !!value).map(([name, value]) => ({ label: name, value: value ?? '' })) }))
}

function applicant(v: Case): [string, string | null | undefined][] {
  const a = v.applicant
  if (!a) return []
  return [
    [t('facts_who'), v.applicant_name],
    [t('facts_for'), v.recipient_name],
    [t('facts_statuses'), list((a.statuses ?? []).map((s) => label('person_status', s)))],
    [t('facts_migrant'), yesNo(a.is_migrant_worker)],
    [t('facts_counsel'), yesNo(a.has_counsel)],
    [t('facts_address'), a.address],
    [t('facts_help'), a.assistance_needed],
    [t('facts_language'), label('language', a.only_language)],
    [t('facts_woman'), a.asks_for_woman ? common('yes') : ''],
  ]
}

function criminal(c: NonNullable<Case['criminal']>): [string, string | null | undefined][] {
  return [
    [t('facts_role'), label('criminal_role', c.role)],
    [t('facts_stage'), label('criminal_stage', c.stage)],
    [t('facts_charges'), c.charges],
    [t('facts_authority'), c.authority_name],
    [t('facts_case_number'), c.authority_case_number],
    [t('facts_custody'), c.custody_place],
    [t('facts_other_sides'), sides(c.other_sides)],
    [t('facts_happened'), c.facts],
    [t('intake_grounds'), list(c.grounds.map((g) => label('notice_ground', g)))],
  ]
}
