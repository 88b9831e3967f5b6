/** The one complete notice while it is being put together: items by what they are about. Pure. */
import type { components } from '@/api/schema'

type S = components['schemas']
export type Code = S['DeficiencyCode']
export interface Item {
  code: Code
  material: S['MaterialCode'] | null
  section: S['Section'] | null
  evidence_id: string | null
  /** What the applicant reads; empty: the usual words of the code. */
  text: string
  /** What it is about, in words, for the officer's list. */
  about: string
}
export interface NoticeForm {
  items: Item[]
  due_on: string
  override_reason: string
}
export const MOST_ITEMS = 30

/** One item for each code and subject: marking again takes it off. */
export function keyOf(item: Pick<Item, 'code' | 'material' | 'section' | 'evidence_id'>): string {
  return [item.code, item.material ?? item.section ?? item.evidence_id ?? ''].join(':')
}

export function toggle(items: readonly Item[], item: Item): Item[] {
  const key = keyOf(item)
  return items.some((i) => keyOf(i) === key) ? items.filter((i) => keyOf(i) !== key) : [...items, item]
}

export function missingItem(material: S['GivenMaterial'], text: string): Item {
  return { code: 'missing_material', material: material.code, section: null, evidence_id: null, text, about: material.title }
}

/** Files that would serve for a material although nobody put them to it. */
export function fitting(material: S['GivenMaterial'], files: readonly S['EvidenceOut'][]): S['EvidenceOut'][] {
  return files.filter((f) => f.status === 'verified' && material.kinds.includes(f.kind))
}

/** Materials that must be there, are not forms, and for which no file was given or would serve. */
export function missingMaterials(materials: readonly S['GivenMaterial'][], files: readonly S['EvidenceOut'][]): S['GivenMaterial'][] {
  return materials.filter((m) => m.necessity === 'required' && !m.is_form && m.evidence_ids.length === 0 && fitting(m, files).length === 0)
}

/** The request's body: empty words are left to the API's usual ones. */
export function bodyOf(form: NoticeForm): S['app__legal_aid__deciding__notice_schemas__NoticeIn'] {
  return {
    items: form.items.map(({ code, material, section, evidence_id, text }) => ({ code, material, section, evidence_id, text: text.trim() || null })),
    due_on: form.due_on || null,
    override_reason: form.override_reason.trim() || null,
  }
}
