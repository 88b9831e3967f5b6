/** Which body handles the dispute, if any does. */
import { call, type components } from '@/api/client'
import { t } from '@/locales/apply'
import { t as common } from '@/locales/common'
import { label } from '@/stores/dictionaries'
import type { SectionOf } from '../saving'

type Part = components['schemas']['ForumPart']

export interface Forum {
  kind: string
  name: string
  area_code: string
  area_name: string
  stage: string
  case_number: string
}
/** Chosen where nothing handles it. */
export const NONE = 'none'
const BEGUN: Record<string, readonly string[]> = {
  court: ['not_filed', 'filed', 'first_instance', 'second_instance', 'retrial', 'enforcement'],
  procuratorate: ['not_filed', 'filed', 'retrial'],
  arbitration: ['not_filed', 'filed', 'arbitration'],
}

/** How far a dispute can have come before each body. */
export function stagesOf(kind: string): readonly string[] {
  return BEGUN[kind] ?? ['not_filed', 'filed']
}

export const forum: SectionOf<Forum> = {
  code: 'forum',
  read: (a) => ({
    kind: a.forum ? (a.forum.kind ?? NONE) : '',
    name: a.forum?.name ?? '',
    area_code: a.forum?.area_code ?? '',
    area_name: a.forum?.area_name ?? '',
    stage: a.forum?.stage ?? '',
    case_number: a.forum?.case_number ?? '',
  }),
  check(f) {
    if (!f.kind) return { kind: common('must_fill', { label: t('forum_kind') }) }
    if (f.kind === NONE) return {}
    const errors: Record<string, string> = {}
    if (!f.area_code) errors.area_code = common('must_fill', { label: t('forum_area') })
    if (!f.stage) errors.stage = common('must_fill', { label: t('forum_stage') })
    return errors
  },
  put(id, match, f) {
    const body: Part =
      f.kind === NONE
        ? { kind: null, name: null, area_code: null, stage: null, case_number: null }
        : {
            kind: f.kind as Part['kind'],
            name: f.name.trim() || null,
            area_code: f.area_code || null,
            stage: (f.stage || null) as Part['stage'],
            case_number: f.case_number.trim() || null,
          }
    return call('put', '/api/v1/applications/{application_id}/forum', { path: { application_id: id }, match, body })
  },
  lines: (f) => [
    { label: t('forum_kind'), value: f.kind === NONE ? t('forum_none') : label('forum_kind', f.kind || null) },
    { label: t('forum_name'), value: [f.name, f.area_name].filter(Boolean).join('，') },
    { label: t('forum_stage'), value: label('forum_stage', f.stage || null) },
    { label: t('forum_case_number'), value: f.case_number },
  ],
}
