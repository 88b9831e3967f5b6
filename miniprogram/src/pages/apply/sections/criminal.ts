/** A criminal case: who the person is in it, how far it has come, which authority has it. */
import { call, type components } from '@/api/client'
import { t } from '@/locales/apply'
import { t as common } from '@/locales/common'
import { label } from '@/stores/dictionaries'
import type { SectionOf } from '../saving'
import { checkSides, readSides, sentSides, sideLines, type Side } from './sides'

type Part = components['schemas']['CriminalPart']

export interface Criminal {
  role: string
  stage: string
  charges: string
  facts: string
  other_sides: Side[]
  authority_kind: string
  authority_name: string
  area_code: string
  area_name: string
  authority_case_number: string
  is_in_custody: boolean
  custody_place: string
  grounds: string[]
  is_ordinary_procedure: '' | 'yes' | 'no'
}
export const AUTHORITIES = ['police', 'procuratorate', 'court']

export const criminal: SectionOf<Criminal> = {
  code: 'criminal',
  read: (a) => ({
    role: a.criminal?.role ?? '',
    stage: a.criminal?.stage ?? '',
    charges: a.criminal?.charges ?? '',
    facts: a.criminal?.facts ?? '',
    other_sides: readSides(a.criminal?.other_sides, 0),
    authority_kind: a.criminal?.authority_kind ?? '',
    authority_name: a.criminal?.authority_name ?? '',
    area_code: a.criminal?.area_code ?? '',
    area_name: a.criminal?.area_name ?? '',
    authority_case_number: a.criminal?.authority_case_number ?? '',
    is_in_custody: a.criminal?.is_in_custody ?? false,
    custody_place: a.criminal?.custody_place ?? '',
    grounds: [...(a.criminal?.grounds ?? [])],
    is_ordinary_procedure: a.criminal?.is_ordinary_procedure === true ? 'yes' : a.criminal?.is_ordinary_procedure === false ? 'no' : '',
  }),
  check(f) {
    const errors = checkSides(f.other_sides)
    if (!f.role) errors.role = common('must_fill', { label: t('criminal_role') })
    if (!f.stage) errors.stage = common('must_fill', { label: t('criminal_stage') })
    if (!f.charges.trim()) errors.charges = common('must_fill', { label: t('charges') })
    if (!f.authority_kind) errors.authority_kind = common('must_fill', { label: t('authority_kind') })
    if (!f.authority_name.trim()) errors.authority_name = common('must_fill', { label: t('authority_name') })
    if (!f.area_code) errors.area_code = common('must_fill', { label: t('authority_area') })
    return errors
  },
  put: (id, match, f) =>
    call('put', '/api/v1/applications/{application_id}/criminal', {
      path: { application_id: id },
      match,
      body: {
        role: f.role as Part['role'],
        stage: f.stage as Part['stage'],
        charges: f.charges.trim(),
        facts: f.facts.trim() || null,
        other_sides: sentSides(f.other_sides),
        authority_kind: f.authority_kind as Part['authority_kind'],
        authority_name: f.authority_name.trim(),
        area_code: f.area_code,
        authority_case_number: f.authority_case_number.trim() || null,
        is_in_custody: f.is_in_custody,
        custody_place: f.is_in_custody ? f.custody_place.trim() || null : null,
        grounds: f.grounds as NonNullable<Part['grounds']>,
        is_ordinary_procedure: f.is_ordinary_procedure === '' ? null : f.is_ordinary_procedure === 'yes',
      },
    }),
  lines: (f) => [
    { label: t('criminal_role'), value: label('criminal_role', f.role || null) },
    { label: t('criminal_stage'), value: label('criminal_stage', f.stage || null) },
    { label: t('charges'), value: f.charges },
    { label: t('authority_name'), value: [label('forum_kind', f.authority_kind || null), f.authority_name, f.area_name].filter(Boolean).join('，') },
    { label: t('authority_case_number'), value: f.authority_case_number },
    { label: t('is_in_custody'), value: f.is_in_custody ? f.custody_place || t('yes') : '' },
    { label: t('grounds'), value: f.grounds.map((g) => label('notice_ground', g)).join('；') },
    { label: t('criminal_facts'), value: f.facts },
    ...sideLines(f.other_sides),
    { label: t('is_ordinary_procedure'), value: f.is_ordinary_procedure === '' ? '' : t(f.is_ordinary_procedure) },
  ],
}
