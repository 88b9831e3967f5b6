/** For whom aid is asked, and in what capacity. */
import { call, type components } from '@/api/client'
import { t } from '@/locales/apply'
import { t as common } from '@/locales/common'
import { label } from '@/stores/dictionaries'
import type { SectionOf } from '../saving'

type Part = components['schemas']['RepresentationPart']

export interface Representation {
  capacity: string
  relation: string
  recipient_name: string
  recipient_document_kind: string
  recipient_number: string
  /** What is stored, masked. */
  masked: string
  recipient_issuing_country: string
  is_recipient_detained: boolean
  is_recipient_incapable: boolean
  representative_is_other_side: boolean
}

export const representation: SectionOf<Representation> = {
  code: 'representation',
  read: (a) => ({
    capacity: a.representation?.capacity ?? '',
    relation: a.representation?.relation ?? '',
    recipient_name: a.representation?.recipient_name ?? '',
    recipient_document_kind: a.representation?.recipient_document_kind ?? 'resident_id',
    recipient_number: '',
    masked: a.representation?.recipient_number_masked ?? '',
    recipient_issuing_country: a.representation?.recipient_issuing_country ?? '',
    is_recipient_detained: a.representation?.is_recipient_detained ?? false,
    is_recipient_incapable: a.representation?.is_recipient_incapable ?? false,
    representative_is_other_side: false,
  }),
  check(f) {
    if (!f.capacity) return { capacity: common('must_fill', { label: t('capacity') }) }
    if (f.capacity === 'self') return {}
    const errors: Record<string, string> = {}
    if (!f.relation.trim()) errors.relation = common('must_fill', { label: t('relation') })
    if (!f.recipient_name.trim()) errors.recipient_name = common('must_fill', { label: t('recipient_name') })
    if (!f.recipient_number.trim() && !f.masked) errors.recipient_number = common('must_fill', { label: t('recipient_number') })
    if (f.recipient_document_kind === 'passport' && !/^[A-Z]{3}$/.test(f.recipient_issuing_country.trim().toUpperCase())) errors.recipient_issuing_country = t('recipient_country_hint')
    return errors
  },
  put(id, match, f) {
    const other = f.capacity !== 'self'
    const body: Part = {
      capacity: f.capacity as Part['capacity'],
      relation: other ? f.relation.trim() : null,
      recipient_name: other ? f.recipient_name.trim() : null,
      recipient_document_kind: other ? (f.recipient_document_kind as Part['recipient_document_kind']) : null,
      recipient_number: other ? f.recipient_number.trim() || null : null,
      recipient_issuing_country: other && f.recipient_document_kind === 'passport' ? f.recipient_issuing_country.trim().toUpperCase() : null,
      is_recipient_detained: f.is_recipient_detained,
      is_recipient_incapable: other && f.is_recipient_incapable,
      representative_is_other_side: other && f.representative_is_other_side,
    }
    return call('put', '/api/v1/applications/{application_id}/representation', { path: { application_id: id }, match, body })
  },
  lines: (f) => [
    { label: t('capacity'), value: label('capacity', f.capacity || null) },
    { label: t('relation'), value: f.relation },
    { label: t('recipient_name'), value: f.recipient_name },
    { label: t('recipient_number'), value: f.capacity === 'self' ? '' : f.recipient_number || f.masked },
    { label: t('is_recipient_detained'), value: f.is_recipient_detained ? t('yes') : '' },
    { label: t('is_recipient_incapable'), value: f.is_recipient_incapable ? t('yes') : '' },
  ],
}
