/** The person's situation: what frees them from showing hardship, what help they need. */
import { call, type components } from '@/api/client'
import { t } from '@/locales/apply'
import { t as common } from '@/locales/common'
import { label } from '@/stores/dictionaries'
import type { SectionOf } from '../saving'
import type { Application } from '../steps'

type Part = components['schemas']['ApplicantPart']
type Status = NonNullable<Part['statuses']>[number]

export interface Applicant {
  /** Asked where it decides something. */
  is_migrant_worker: '' | 'yes' | 'no'
  statuses: string[]
  has_counsel: '' | 'yes' | 'no'
  address: string
  assistance_needed: string
  only_language: string
  asks_for_woman: boolean
}
const OF_WORKERS: readonly Application['category'][] = [
  'labour_remuneration',
  'labour_relation',
  'labour_compensation',
  'labour_contract',
  'work_injury',
  'work_injury_insurance',
  'occupational_disease',
  'injury_off_duty',
]

/** Whether it matters for this kind of matter that somebody works away from home. */
export function asksMigrant(category: Application['category']): boolean {
  return OF_WORKERS.includes(category)
}
const yesNo = (on: boolean | null | undefined): '' | 'yes' | 'no' => (on === null || on === undefined ? '' : on ? 'yes' : 'no')
const word = (v: '' | 'yes' | 'no') => (v === '' ? '' : v === 'yes' ? t('yes') : t('no'))

export const applicant: SectionOf<Applicant> = {
  code: 'applicant',
  read: (a) => ({
    is_migrant_worker: a.applicant && asksMigrant(a.category) ? yesNo(a.applicant.is_migrant_worker ?? false) : '',
    statuses: (a.applicant?.statuses ?? []).filter((s) => s !== 'migrant_worker' || !asksMigrant(a.category)),
    has_counsel: yesNo(a.applicant?.has_counsel),
    address: a.applicant?.address ?? '',
    assistance_needed: a.applicant?.assistance_needed ?? '',
    only_language: a.applicant?.only_language ?? '',
    asks_for_woman: a.applicant?.asks_for_woman ?? false,
  }),
  check: (f, a): Record<string, string> => (asksMigrant(a.category) && !f.is_migrant_worker ? { is_migrant_worker: common('must_fill', { label: t('is_migrant_worker') }) } : {}),
  put: (id, match, f) =>
    call('put', '/api/v1/applications/{application_id}/applicant', {
      path: { application_id: id },
      match,
      body: {
        is_migrant_worker: f.is_migrant_worker === '' ? null : f.is_migrant_worker === 'yes',
        statuses: f.statuses as Status[],
        has_counsel: f.has_counsel === '' ? null : f.has_counsel === 'yes',
        address: f.address.trim() || null,
        assistance_needed: f.assistance_needed.trim() || null,
        only_language: (f.only_language || null) as Part['only_language'],
        asks_for_woman: f.asks_for_woman,
      },
    }),
  lines: (f) => [
    { label: t('is_migrant_worker'), value: word(f.is_migrant_worker) },
    { label: t('statuses'), value: f.statuses.map((s) => label('person_status', s)).join('；') },
    { label: t('has_counsel'), value: word(f.has_counsel) },
    { label: t('address'), value: f.address },
    { label: t('assistance_needed'), value: f.assistance_needed },
    { label: t('only_language'), value: label('language', f.only_language || null) },
    { label: t('asks_for_woman'), value: f.asks_for_woman ? t('yes') : '' },
  ],
}
